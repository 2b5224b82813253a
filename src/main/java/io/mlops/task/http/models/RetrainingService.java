package io.mlops.task.http.models;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.http.runs.SubmissionFactory;
import io.mlops.task.model.monitoring.DriftLevel;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.JobException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Submission;
import io.mlops.task.text.SafeText;
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
public final class RetrainingService {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.models");
    private static final String LABEL = "retrain";

    private final RunService runs;
    private final RunStore store;
    private final SubmissionFactory submissions;
    private final ServedModels models;
    private final Policy policy;
    private final MeterRegistry registry;
    private final Clock clock;

    /** Why a model is trained again. */
    public enum Trigger {
        SCHEDULE,
        DRIFT,
        LIVE_RMSE,
        REQUEST;

        String label() {
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

    RetrainingService(
            RunService runs,
            RunStore store,
            SubmissionFactory submissions,
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
        for (RetrainingService.Trigger reason : RetrainingService.Trigger.values()) {
            counter(reason);
        }
    }

    /** By the clock; does nothing where one is at work already. */
    public void onSchedule() {
        tryStart(RetrainingService.Trigger.SCHEDULE);
    }

    /** Looks whether the model in service needs it. */
    public void evaluateTriggers(Optional<DriftReport> drift) {
        boolean drifted = policy.onDrift
                && drift.filter(report -> report.level() == DriftLevel.ALERT).isPresent();
        boolean errs = liveErrorExceeded();
        if ((drifted || errs) && isCooldownOver()) {
            tryStart(drifted ? RetrainingService.Trigger.DRIFT : RetrainingService.Trigger.LIVE_RMSE);
        }
    }

    private boolean liveErrorExceeded() {
        ServedModel model = models.defaultModel();
        Optional<Double> heldOut =
                model.champion().map(champion -> champion.version().heldOut().rmse());
        Optional<RegressionMetrics> live = policy.liveRmseFactor.isEmpty()
                ? Optional.empty()
                : model.monitor().live();
        return heldOut.isPresent()
                && live.filter(scores -> scores.rows() >= policy.liveRows)
                        .filter(scores -> scores.rmse() > policy.liveRmseFactor.orElseThrow() * heldOut.get())
                        .isPresent();
    }

    private boolean isCooldownOver() {
        Instant latest = clock.instant().minus(policy.pause);
        return runs.newestFirst().stream()
                .filter(run -> run.labels().containsKey(LABEL))
                .findFirst()
                .filter(run -> run.state().queuedAt().isAfter(latest))
                .isEmpty();
    }

    private void tryStart(RetrainingService.Trigger reason) {
        try {
            if (activeTraining() == null) {
                start(reason, null);
            }
        } catch (IOException | JobException | QueueFullException | IdempotencyKeyReusedException | ProblemException e) {
            LOG.warnf(
                    "Retraining (%s) could not begin: %s",
                    reason.label(), SafeText.excerpt(String.valueOf(e.getMessage())));
        }
    }

    /** @param input a file under an input root; null for the policy's */
    synchronized Run start(RetrainingService.Trigger reason, @Nullable String input)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        Run atWork = activeTraining();
        if (atWork != null) {
            throw new ProblemException(
                    ProblemDetails.Type.CONFLICT,
                    "Run " + atWork.id() + " trains already and is "
                            + atWork.state().label());
        }
        runs.checkCapacity(null);
        Run run = runs.submit(submission(reason, input)).run();
        counter(reason).increment();
        LOG.infof("Retraining (%s) is run %s", reason.label(), run.id());
        return run;
    }

    private @Nullable Run activeTraining() {
        String pipeline = models.defaultModel().name();
        for (Run run : runs.newestFirst()) {
            if (!run.isEnded() && run.pipeline().equals(pipeline)) {
                return run;
            }
        }
        return null;
    }

    private Submission submission(RetrainingService.Trigger reason, @Nullable String input)
            throws IOException, JobException {
        String file = input == null ? policy.input.orElse(null) : input;
        Map<String, String> labels = Map.of(LABEL, reason.label());
        return file == null
                ? submissions.rerunOf(championTrainingRun(), store).with(labels)
                : submissions.fromPath(file, models.defaultModel().name()).with(labels);
    }

    /** The run that trained the champion. */
    private Run championTrainingRun() {
        String id = models.defaultModel()
                .champion()
                .map(Champion::version)
                .map(version -> version.provenance().run())
                .orElse("");
        Run run = RunId.isValid(id) ? runs.find(new RunId(id)) : null;
        if (run == null) {
            throw new ProblemException(
                    ProblemDetails.Type.INVALID_INPUT,
                    "The run that trained the champion is not there; name a file as input, or set "
                            + "mlops.models.retrain.input");
        }
        return run;
    }

    private Counter counter(RetrainingService.Trigger reason) {
        return Counter.builder("mlops.model.retrainings")
                .description("Trainings that nobody submitted, by why they began")
                .tag("model", models.defaultModel().name())
                .tag("reason", reason.label())
                .register(registry);
    }
}
