package io.mlops.task.retraining;

import io.mlops.task.execution.JobException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.LiveScores;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.RunService;
import io.mlops.task.run.Submission;
import io.mlops.task.submission.SubmissionException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the served model again: on a schedule, on drift, on a high live error, or by request. Each retraining is an
 * ordinary run. That there is at most one at a time, and when the last one was, is read from the runs themselves, so
 * that it holds across a restart.
 */
public final class RetrainingService {
    private static final String LABEL = "retrain";

    private final RunService runs;
    private final RunAdmission admission;
    private final TrainingInput input;
    private final ServedModel model;
    private final Policy policy;
    private final RetrainingListener listener;
    private final Clock clock;

    /** Why a model is trained again. */
    public enum Trigger {
        SCHEDULE,
        DRIFT,
        LIVE_RMSE,
        REQUEST;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * When to retrain, and with what.
     *
     * @param input a file under an input root; empty for the input of the run that trained the champion
     * @param overrides keys of the champion's configuration that are replaced
     * @param automaticOverrides further ones, unless a person requests the retraining
     * @param onDrift whether drift of level alert triggers a retraining
     * @param maxLiveRmseRatio live RMSE of the champion over its held-out RMSE that triggers one if exceeded; empty for
     *     never
     * @param minLabelledRows that the live RMSE must be based on
     * @param cooldown after a retraining, before drift or live RMSE may trigger the next
     */
    public record Policy(
            Optional<String> input,
            Map<String, String> overrides,
            Map<String, String> automaticOverrides,
            boolean onDrift,
            Optional<Double> maxLiveRmseRatio,
            int minLabelledRows,
            Duration cooldown) {}

    public RetrainingService(
            RunService runs,
            RunAdmission admission,
            TrainingInput input,
            ServedModel model,
            Policy policy,
            RetrainingListener listener,
            Clock clock) {
        this.runs = runs;
        this.admission = admission;
        this.input = input;
        this.model = model;
        this.policy = policy;
        this.listener = listener;
        this.clock = clock;
    }

    /** Starts a scheduled retraining unless a training is active. */
    public void onSchedule() {
        tryStart(Trigger.SCHEDULE);
    }

    /** Starts a retraining if drift or the live error require it. */
    public void evaluateTriggers(Optional<DriftReport> drift) throws ModelException {
        boolean drifted = policy.onDrift
                && drift.filter(report -> report.level() == DriftLevel.ALERT).isPresent();
        boolean inaccurate = liveErrorExceeded();
        if ((drifted || inaccurate) && isCooldownOver()) {
            tryStart(drifted ? Trigger.DRIFT : Trigger.LIVE_RMSE);
        }
    }

    private boolean liveErrorExceeded() throws ModelException {
        Optional<Double> heldOut =
                model.champion().map(champion -> champion.version().heldOut().rmse());
        Optional<RegressionMetrics> live = policy.maxLiveRmseRatio.isEmpty()
                ? Optional.empty()
                : model.monitor().liveScores().map(LiveScores::metrics);
        return heldOut.isPresent()
                && live.filter(metrics -> metrics.rows() >= policy.minLabelledRows)
                        .filter(metrics -> metrics.rmse() > policy.maxLiveRmseRatio.orElseThrow() * heldOut.get())
                        .isPresent();
    }

    private boolean isCooldownOver() {
        Instant latest = clock.instant().minus(policy.cooldown);
        return runs.newestFirst().stream()
                .filter(run -> run.labels().containsKey(LABEL))
                .findFirst()
                .filter(run -> run.state().queuedAt().isAfter(latest))
                .isEmpty();
    }

    private void tryStart(Trigger trigger) {
        try {
            if (activeTraining() == null) {
                start(trigger, null, trigger.label());
            }
        } catch (IOException
                | JobException
                | QueueFullException
                | IdempotencyKeyReusedException
                | SubmissionException e) {
            listener.startFailed(trigger, e);
        }
    }

    /**
     * Submits a retraining.
     *
     * @param file under an input root; null for the policy's
     * @param actor see {@link Run.Actors}
     * @throws SubmissionException if a training is active, or its input does not exist
     */
    public Run startByRequest(@Nullable String file, @Nullable String actor)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        return start(Trigger.REQUEST, file, actor);
    }

    private synchronized Run start(Trigger trigger, @Nullable String file, @Nullable String actor)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        Run active = activeTraining();
        if (active != null) {
            throw new SubmissionException(
                    SubmissionException.Reason.CONFLICT,
                    "Run " + active.id() + " trains already and is "
                            + active.state().label());
        }
        admission.checkCapacity(null, 0);
        Run run = admission.submit(submission(trigger, file).submittedBy(actor)).run();
        listener.started(trigger, run);
        return run;
    }

    private @Nullable Run activeTraining() {
        for (Run run : runs.newestFirst()) {
            if (!run.isEnded() && run.pipeline().equals(model.name())) {
                return run;
            }
        }
        return null;
    }

    private Submission submission(Trigger trigger, @Nullable String file) throws IOException, JobException {
        Map<String, String> overrides = new LinkedHashMap<>(policy.overrides);
        if (trigger != Trigger.REQUEST) {
            overrides.putAll(policy.automaticOverrides);
        }
        return input.submission(
                file == null ? policy.input.orElse(null) : file, overrides, Map.of(LABEL, trigger.label()));
    }
}
