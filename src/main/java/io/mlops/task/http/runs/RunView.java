package io.mlops.task.http.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.run.Attempt;
import io.mlops.task.run.Callback;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Run")
public record RunView(
        @Schema(description = "UUIDv7: sorts by the time of the submission")
        String id,

        @Schema(examples = "signal") String pipeline,

        @Schema(enumeration = {"queued", "running", "succeeded", "failed", "cancelled"})
        String state,

        @Schema(description = "Attempts that have started; more than one after a crash")
        int attempt,

        @Nullable Progress progress,
        Timings timings,
        InputView input,

        @Schema(description = "The effective configuration, defaults included; empty if it cannot be read")
        Map<String, String> config,

        Map<String, String> labels,

        @Nullable @Schema(description = "The run that this one repeats")
        String rerunOf,

        @Nullable
        @Schema(
                description = "Of a rerun that has ended: whether metrics.json is the same, apart from "
                        + "latency_ms, model_version, promoted and promotion_reason; missing if unknown")
        Boolean identical,

        @Nullable
        @Schema(
                description = "The user, or the trigger of a retraining (schedule, drift, live_rmse); "
                        + "missing without authentication")
        String submittedBy,

        @Nullable @Schema(description = "The user who cancelled it; missing without authentication")
        String cancelledBy,

        @Nullable @Schema(description = "The user who replaced its labels last; missing without authentication")
        String labelledBy,

        @Nullable ResultView result,

        @Nullable @Schema(description = "Why it failed or was cancelled")
        String error,

        @Schema(description = "How the input is written, as it was detected; empty until that is known")
        Map<String, String> layout,

        @Schema(description = "What was noticed about the data")
        List<FindingView> findings,

        @Schema(description = "The messages of the findings of severity warning")
        List<String> warnings,

        @Nullable ProvenanceView provenance,
        @Nullable CallbackView callback,
        Links links) {

    /** The progress of a running attempt. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Progress")
    record Progress(
            long bytes,

            @Nullable @Schema(description = "The size of the input; missing for a pipe")
            Long totalBytes,

            long rows,
            @Nullable @Schema(description = "0 to 1") Double fraction,
            @Schema(description = "Rows per second") double rowsPerSecond) {}

    /** The times of a run's state changes, in UTC. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Timings")
    record Timings(
            Instant queuedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,

            @Schema(description = "Seconds queued before the last attempt started")
            double queueSeconds,

            @Nullable @Schema(description = "Seconds that the last attempt took or has taken so far")
            Double durationSeconds) {}

    /** The run's input. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Input")
    record InputView(
            @Schema(description = "As the caller named it", examples = "data.csv")
            String name,

            boolean uploaded,
            long bytes,
            @Nullable String sha256) {}

    /** Something that was noticed about the data. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Finding")
    record FindingView(
            @Schema(examples = "missing-values") String check,

            @Schema(enumeration = {"warning", "info"}) String severity,

            @Schema(description = "Rows, or whatever else the check counts")
            long count,

            @Nullable @Schema(description = "The first line of the input that it is about")
            Long line,

            String message) {
        static FindingView of(Finding finding) {
            return new FindingView(
                    finding.check(),
                    finding.severity().label(),
                    finding.count(),
                    finding.line() == 0 ? null : finding.line(),
                    finding.message());
        }
    }

    /** The main values of a successful run's result; metrics.json has all. */
    @Schema(name = "Result")
    record ResultView(
            String version,
            long rows,
            @Schema(examples = "signal_rate") String metric,
            BigDecimal value) {}

    /** The program and platform that produced the result. */
    @Schema(name = "Provenance")
    record ProvenanceView(
            String version,

            @Schema(description = "SHA-256 of the program's jar")
            String code,

            String java,
            String platform) {}

    /** The delivery state of the callback. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Callback")
    record CallbackView(
            String url,
            int attempts,
            boolean delivered,
            @Nullable Instant nextAttempt) {}

    /** Related resources. */
    @Schema(name = "Links")
    record Links(
            String self,
            String metrics,
            String log,
            String config,
            String input,
            String series,
            String signals,
            String groups,
            String artifacts) {}

    static RunView of(Run run, Map<String, String> config, @Nullable Attempt attempt, Clock clock) {
        RunState state = run.state();
        RunId rerunOf = run.rerunOf();
        return new RunView(
                run.id().value(),
                run.pipeline(),
                state.label(),
                state.attempt(),
                attempt == null || run.isEnded() ? null : progress(attempt),
                timings(state, clock.instant()),
                input(run.input()),
                config,
                run.labels(),
                rerunOf == null ? null : rerunOf.value(),
                run.identical(),
                run.actors().submittedBy(),
                run.actors().cancelledBy(),
                run.actors().labelledBy(),
                result(run.result()),
                run.error(),
                run.layout(),
                run.findings().stream().map(FindingView::of).toList(),
                warnings(run.findings()),
                provenance(run.provenance()),
                callback(run.callback()),
                links(run.id()));
    }

    private static List<String> warnings(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(Finding::message)
                .toList();
    }

    private static Progress progress(Attempt attempt) {
        long total = attempt.totalBytes();
        long bytes = attempt.bytes();
        double seconds = Math.max(attempt.elapsedNanos(), 1) / 1e9;
        return new Progress(
                bytes,
                total < 0 ? null : total,
                attempt.rows(),
                total <= 0 ? null : Math.min(1.0, bytes / (double) total),
                Math.round(attempt.rows() / seconds));
    }

    private static Timings timings(RunState state, Instant now) {
        Instant started = state.startedAt();
        Instant ended = state.endedAt();
        Instant waitedUntil = started == null ? (ended == null ? now : ended) : started;
        return new Timings(
                state.queuedAt(),
                started,
                ended,
                seconds(state.queuedAt(), waitedUntil),
                started == null ? null : seconds(started, ended == null ? now : ended));
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis()) / 1e3;
    }

    private static InputView input(RunInput input) {
        return new InputView(input.name(), input.uploaded(), input.bytes(), input.sha256());
    }

    private static @Nullable ResultView result(Run.@Nullable Result result) {
        return result == null ? null : new ResultView(result.version(), result.rows(), result.metric(), result.value());
    }

    private static @Nullable ProvenanceView provenance(@Nullable Provenance made) {
        return made == null ? null : new ProvenanceView(made.version(), made.code(), made.java(), made.platform());
    }

    private static @Nullable CallbackView callback(@Nullable Callback callback) {
        return callback == null
                ? null
                : new CallbackView(callback.url(), callback.attempts(), callback.delivered(), callback.nextAttempt());
    }

    private static Links links(RunId id) {
        String self = "/runs/" + id;
        return new Links(
                self,
                self + "/metrics",
                self + "/log",
                self + "/config",
                self + "/input",
                self + "/series",
                self + "/signals",
                self + "/groups",
                self + "/artifacts");
    }
}
