package io.mlops.task.run;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is kept: one immutable value for each moment of its life.
 *
 * @param fingerprint of the submission, see {@link Submission#fingerprint}
 * @param result null where the run has not succeeded
 * @param error why it failed or was cancelled; null otherwise
 * @param identical of a rerun that has ended: whether it found the same as the run it repeats; null otherwise
 */
public record Run(
        RunId id,
        String pipeline,
        RunState state,
        RunInput input,
        Map<String, String> labels,
        @Nullable String idempotencyKey,
        String fingerprint,
        @Nullable Callback callback,
        @Nullable RunId rerunOf,
        @Nullable Boolean identical,
        @Nullable Provenance provenance,
        @Nullable Result result,
        @Nullable String error,
        List<String> warnings) {

    /** What a successful run found, for lists and comparisons; the whole of it is metrics.json. */
    public record Result(String version, long rows, String metric, BigDecimal value) {}

    public Run {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public static Run of(RunId id, Submission submission, RunState.Queued queued) {
        String url = submission.callback();
        return new Run(
                id,
                submission.pipeline(),
                queued,
                submission.input(),
                submission.labels(),
                submission.idempotencyKey(),
                submission.fingerprint(),
                url == null ? null : Callback.to(url),
                submission.rerunOf(),
                null,
                null,
                null,
                null,
                List.of());
    }

    public boolean isEnded() {
        return state.isEnded();
    }

    /** Retention passes over it. */
    public boolean isPinned() {
        return "true".equals(labels.get("keep"));
    }

    public Run with(RunState next) {
        return new Run(
                id,
                pipeline,
                next,
                input,
                labels,
                idempotencyKey,
                fingerprint,
                callback,
                rerunOf,
                identical,
                provenance,
                result,
                error,
                warnings);
    }

    public Run with(Map<String, String> nextLabels) {
        return new Run(
                id,
                pipeline,
                state,
                input,
                nextLabels,
                idempotencyKey,
                fingerprint,
                callback,
                rerunOf,
                identical,
                provenance,
                result,
                error,
                warnings);
    }

    public Run with(Callback next) {
        return new Run(
                id,
                pipeline,
                state,
                input,
                labels,
                idempotencyKey,
                fingerprint,
                next,
                rerunOf,
                identical,
                provenance,
                result,
                error,
                warnings);
    }

    public Run with(RunInput next) {
        return new Run(
                id,
                pipeline,
                state,
                next,
                labels,
                idempotencyKey,
                fingerprint,
                callback,
                rerunOf,
                identical,
                provenance,
                result,
                error,
                warnings);
    }

    public Run with(Provenance next) {
        return new Run(
                id,
                pipeline,
                state,
                input,
                labels,
                idempotencyKey,
                fingerprint,
                callback,
                rerunOf,
                identical,
                next,
                result,
                error,
                warnings);
    }

    public Run withIdentical(@Nullable Boolean nextIdentical) {
        return new Run(
                id,
                pipeline,
                state,
                input,
                labels,
                idempotencyKey,
                fingerprint,
                callback,
                rerunOf,
                nextIdentical,
                provenance,
                result,
                error,
                warnings);
    }

    /** Ends the run with what its execution gave. */
    public Run ended(RunState.Ended end, @Nullable RunResult metrics, @Nullable String why, List<String> nextWarnings) {
        Result found = metrics == null
                ? null
                : new Result(
                        metrics.version(),
                        metrics.rowsProcessed(),
                        metrics.metric(),
                        new BigDecimal(metrics.value().text()));
        return new Run(
                id,
                pipeline,
                end,
                input,
                labels,
                idempotencyKey,
                fingerprint,
                callback,
                rerunOf,
                identical,
                provenance,
                found,
                why,
                List.copyOf(nextWarnings));
    }
}
