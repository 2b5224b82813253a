package io.mlops.task.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.model.Champion;
import io.mlops.task.model.DriftLevel;
import io.mlops.task.model.DriftReport;
import io.mlops.task.model.Scores;
import io.mlops.task.model.ServedModel;
import io.mlops.task.run.JobException;
import io.mlops.task.run.KeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Runs;
import io.mlops.task.run.Submission;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Trainings that nobody submits: by the clock, since what is asked has drifted, since the champion errs more than it
 * should, or by request. Each is an ordinary run. That there are never two at once, and when the last one was, stands in
 * the runs themselves, so that it holds across a restart.
 */
@Singleton
public final class Retraining {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.models");
    private static final String LABEL = "retrain";

    private final Runs runs;
    private final RunStore store;
    private final Submissions submissions;
    private final ServedModels models;
    private final Policy policy;
    private final MeterRegistry registry;
    private final Clock clock;

    /** Why a model is trained again. */
    public enum Reason {
        SCHEDULE,
        DRIFT,
        LIVE_RMSE,
        REQUEST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * When and with what.
     *
     * @param input a file under an input root; empty for the input of the run that trained the champion
     * @param onDrift whether a drift of level alert begins one
     * @param liveRmseFactor the champion's live RMSE over its held-out one above which one begins; empty for never
     * @param liveRows that a live RMSE must be over to be believed
     * @param pause between a retraining and the next that drift or live RMSE may begin
     */
    public record Policy(
            Optional<String> input, boolean onDrift, Optional<Double> liveRmseFactor, int liveRows, Duration pause) {}

    Retraining(
            Runs runs,
            RunStore store,
            Submissions submissions,
            ServedModels models,
            Policy policy,
            MeterRegistry registry,
            Clock clock) {
        this.runs = runs;
        this.store = store;
        this.submissions = submissions;
        this.models = models;
        this.policy = policy;
        this.registry = registry;
        this.clock = clock;
        for (Reason reason : Reason.values()) {
            counter(reason);
        }
    }

    /** By the clock; does nothing where one is at work already. */
    public void onSchedule() {
        beginQuietly(Reason.SCHEDULE);
    }

    /** Looks whether the model in service needs it. */
    public void consider(Optional<DriftReport> drift) {
        boolean drifted = policy.onDrift
                && drift.filter(report -> report.level() == DriftLevel.ALERT).isPresent();
        boolean errs = errs();
        if ((drifted || errs) && isPauseOver()) {
            beginQuietly(drifted ? Reason.DRIFT : Reason.LIVE_RMSE);
        }
    }

    private boolean errs() {
        ServedModel model = models.usual();
        Optional<Double> heldOut =
                model.champion().map(champion -> champion.version().heldOut().rmse());
        Optional<Scores> live = policy.liveRmseFactor.isEmpty()
                ? Optional.empty()
                : model.watching().live();
        return heldOut.isPresent()
                && live.filter(scores -> scores.rows() >= policy.liveRows)
                        .filter(scores -> scores.rmse() > policy.liveRmseFactor.orElseThrow() * heldOut.get())
                        .isPresent();
    }

    private boolean isPauseOver() {
        Instant latest = clock.instant().minus(policy.pause);
        return runs.newestFirst().stream()
                .filter(run -> run.labels().containsKey(LABEL))
                .findFirst()
                .filter(run -> run.state().queuedAt().isAfter(latest))
                .isEmpty();
    }

    private void beginQuietly(Reason reason) {
        try {
            if (atWork() == null) {
                begin(reason, null);
            }
        } catch (IOException | JobException | QueueFullException | KeyReusedException | ProblemException e) {
            LOG.warnf(
                    "Retraining (%s) could not begin: %s", reason.word(), Texts.shown(String.valueOf(e.getMessage())));
        }
    }

    /** @param input a file under an input root; null for the policy's */
    synchronized Run begin(Reason reason, @Nullable String input)
            throws IOException, JobException, QueueFullException, KeyReusedException {
        Run atWork = atWork();
        if (atWork != null) {
            throw new ProblemException(
                    Problem.Kind.CONFLICT,
                    "Run " + atWork.id() + " trains already and is "
                            + atWork.state().word());
        }
        runs.requireRoom(null);
        Run run = runs.submit(submission(reason, input)).run();
        counter(reason).increment();
        LOG.infof("Retraining (%s) is run %s", reason.word(), run.id());
        return run;
    }

    private @Nullable Run atWork() {
        String pipeline = models.usual().name();
        for (Run run : runs.newestFirst()) {
            if (!run.isEnded() && run.pipeline().equals(pipeline)) {
                return run;
            }
        }
        return null;
    }

    private Submission submission(Reason reason, @Nullable String input) throws IOException, JobException {
        String file = input == null ? policy.input.orElse(null) : input;
        Map<String, String> labels = Map.of(LABEL, reason.word());
        return file == null
                ? submissions.again(champions(), store).with(labels)
                : submissions.ofPath(file, models.usual().name()).with(labels);
    }

    /** The run that trained the champion. */
    private Run champions() {
        String id = models.usual()
                .champion()
                .map(Champion::version)
                .map(version -> version.provenance().run())
                .orElse("");
        Run run = RunId.isValid(id) ? runs.find(new RunId(id)) : null;
        if (run == null) {
            throw new ProblemException(
                    Problem.Kind.INVALID_INPUT,
                    "The run that trained the champion is not there; name a file as input, or set "
                            + "mlops.models.retrain.input");
        }
        return run;
    }

    private Counter counter(Reason reason) {
        return Counter.builder("mlops.model.retrainings")
                .description("Trainings that nobody submitted, by why they began")
                .tag("model", models.usual().name())
                .tag("reason", reason.word())
                .register(registry);
    }
}
