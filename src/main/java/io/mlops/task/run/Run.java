package io.mlops.task.run;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.RunResult;
import io.mlops.task.finding.Finding;
import io.mlops.task.text.SafeText;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is stored. Immutable: a change creates a new value.
 *
 * @param callback null if the client wants none
 */
public record Run(
        RunId id,
        Request request,
        Map<String, String> labels,
        RunState state,
        @Nullable Callback callback,
        Outcome outcome,
        Actors actors) {

    /** Retention never deletes a run with this label set to {@code true}. */
    public static final String PINNED = "pinned";

    /**
     * What was submitted.
     *
     * @param fingerprint see {@link Submission#fingerprint}
     */
    public record Request(
            String pipeline,
            RunInput input,
            @Nullable String idempotencyKey,
            String fingerprint,
            @Nullable RunId rerunOf) {}

    /**
     * The outcome of the run; empty until an attempt has started.
     *
     * @param provenance of the latest attempt; null if none has started
     * @param result null unless the run has succeeded
     * @param error why it failed or was cancelled; null otherwise
     * @param findings what was noticed about the data
     * @param layout detected format of the input, by property
     * @param identical whether a rerun that has ended has the same result as the run it repeats; null if unknown
     */
    public record Outcome(
            @Nullable Provenance provenance,
            @Nullable Result result,
            @Nullable String error,
            List<Finding> findings,
            Map<String, String> layout,
            @Nullable Boolean identical) {
        private static final int MAX_ERROR_LENGTH = 1000;
        static final Outcome NONE = new Outcome(null, null, null, List.of(), Map.of(), null);

        public Outcome {
            error = error == null ? null : SafeText.cut(error, MAX_ERROR_LENGTH);
        }
    }

    /**
     * Who did what, by name; null if it has not been done, or if callers do not authenticate.
     *
     * @param submittedBy the caller, or what triggered a retraining
     * @param labelledBy who replaced the labels last
     */
    public record Actors(
            @Nullable String submittedBy,
            @Nullable String cancelledBy,
            @Nullable String labelledBy) {}

    /** The values of a successful run for lists and comparisons; metrics.json has all. */
    public record Result(String version, long rows, String metric, BigDecimal value) {
        public Result {
            version = SafeText.cut(version, ConfigKey.MAX_LENGTH);
        }

        static Result of(RunResult result) {
            BigDecimal value = new BigDecimal(result.value().text());
            return new Result(result.version(), result.rowsProcessed(), result.metric(), value);
        }
    }

    public Run {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public static Run of(RunId id, Submission submission, RunState.Queued queued) {
        String url = submission.options().callback();
        Request request = new Request(
                submission.pipeline(),
                submission.input(),
                submission.options().idempotencyKey(),
                submission.fingerprint(),
                submission.options().rerunOf());
        return new Run(
                id,
                request,
                submission.labels(),
                queued,
                url == null ? null : Callback.to(url),
                Outcome.NONE,
                new Actors(submission.options().submittedBy(), null, null));
    }

    public Run withState(RunState newState) {
        return new Run(id, request, labels, newState, callback, outcome, actors);
    }

    public Run withLabels(Map<String, String> newLabels) {
        return new Run(id, request, newLabels, state, callback, outcome, actors);
    }

    public Run cancelledBy(@Nullable String actor) {
        return with(new Actors(actors.submittedBy, actor, actors.labelledBy));
    }

    public Run labelledBy(@Nullable String actor) {
        return with(new Actors(actors.submittedBy, actors.cancelledBy, actor));
    }

    private Run with(Actors newActors) {
        return new Run(id, request, labels, state, callback, outcome, newActors);
    }

    public Run withCallback(Callback newCallback) {
        return new Run(id, request, labels, state, newCallback, outcome, actors);
    }

    public Run withInput(RunInput input) {
        Request newRequest =
                new Request(request.pipeline, input, request.idempotencyKey, request.fingerprint, request.rerunOf);
        return new Run(id, newRequest, labels, state, callback, outcome, actors);
    }

    public Run withProvenance(Provenance provenance) {
        return with(new Outcome(
                provenance, outcome.result, outcome.error, outcome.findings, outcome.layout, outcome.identical));
    }

    public Run withIdentical(@Nullable Boolean identical) {
        return with(new Outcome(
                outcome.provenance, outcome.result, outcome.error, outcome.findings, outcome.layout, identical));
    }

    /** Ends the run with what its execution returned. */
    public Run ended(
            RunState.Ended end,
            @Nullable RunResult result,
            @Nullable String error,
            List<Finding> findings,
            Map<String, String> layout) {
        Result summary = result == null ? null : Result.of(result);
        return withState(end)
                .with(new Outcome(
                        outcome.provenance, summary, error, List.copyOf(findings), layout, outcome.identical));
    }

    private Run with(Outcome newOutcome) {
        return new Run(id, request, labels, state, callback, newOutcome, actors);
    }

    public boolean isEnded() {
        return state.isEnded();
    }

    public boolean isPinned() {
        return "true".equals(labels.get(PINNED));
    }

    public String pipeline() {
        return request.pipeline;
    }

    public RunInput input() {
        return request.input;
    }

    public @Nullable String idempotencyKey() {
        return request.idempotencyKey;
    }

    public @Nullable RunId rerunOf() {
        return request.rerunOf;
    }

    public @Nullable Provenance provenance() {
        return outcome.provenance;
    }

    public @Nullable Result result() {
        return outcome.result;
    }

    public @Nullable String error() {
        return outcome.error;
    }

    public List<Finding> findings() {
        return outcome.findings;
    }

    public Map<String, String> layout() {
        return outcome.layout;
    }

    public @Nullable Boolean identical() {
        return outcome.identical;
    }
}
