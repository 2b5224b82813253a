package io.mlops.task.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.run.RejectionReason;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunListener;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunState;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Prometheus metrics of runs, queue, workers and disk, and the log lines about runs. */
public final class RunMeters implements RunListener {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.runs");
    private static final Duration[] WAITS = seconds(0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 1800);
    private static final Duration[] DURATIONS =
            seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800, 3600);

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> lastSuccess = new ConcurrentHashMap<>();

    /** Registers every counter at zero, because a rate misses the first event of a counter that appears with it. */
    public RunMeters(MeterRegistry registry, List<String> pipelines) {
        this.registry = registry;
        for (String pipeline : pipelines) {
            submissions(pipeline);
            for (RunState.FinalState state : RunState.FinalState.values()) {
                completed(pipeline, state.label());
            }
            rows(pipeline);
            bytes(pipeline);
            waits(pipeline);
            durations(pipeline);
        }
        for (RejectionReason reason : RejectionReason.values()) {
            rejections(reason.label());
        }
        for (Check check : Check.values()) {
            findings(check.label());
        }
        recoveries();
        saveFailures();
        callbackFailures();
        deletions("retention");
        deletions("request");
    }

    /** Registers the gauges of queue, workers and disk. */
    public void register(RunService runs, int workers, long minFreeBytes, String version) {
        gauge("mlops.runs.running", "Runs that a worker is executing", () -> runs.attempts()
                .size());
        gauge("mlops.workers", "Maximum number of runs at the same time", () -> workers);
        gauge("mlops.queue.depth", "Queued runs", runs::queued);
        gauge("mlops.queue.capacity", "Maximum number of queued runs", runs::queueCapacity);
        gauge("mlops.disk.free.bytes", "Free space where runs are stored", runs::freeBytes);
        gauge("mlops.disk.min.free.bytes", "Free space below which no run is accepted", () -> minFreeBytes);
        Gauge.builder("mlops.build.info", () -> 1)
                .description("The running version, as a label")
                .tag("version", version)
                .register(registry);
    }

    @Override
    public void submitted(Run run) {
        submissions(run.pipeline()).increment();
        log(run, "accepted: " + run.pipeline() + " over " + run.input().name());
    }

    @Override
    public void rejected(String reason) {
        rejections(reason).increment();
    }

    @Override
    public void started(Run run, Duration wait) {
        waits(run.pipeline()).record(wait);
        log(run, "started, attempt " + run.state().attempt());
    }

    @Override
    public void ended(Run run, Duration duration) {
        completed(run.pipeline(), run.state().label()).increment();
        if (run.state().startedAt() != null) {
            durations(run.pipeline()).record(duration);
        }
        Run.Result result = run.result();
        Instant ended = run.state().endedAt();
        if (result != null && ended != null) {
            rows(run.pipeline()).increment((double) result.rows());
            bytes(run.pipeline()).increment((double) run.input().bytes());
            lastSuccess(run.pipeline()).set(ended.toEpochMilli());
        }
        for (Finding finding : run.findings()) {
            findings(finding.check()).increment();
        }
        log(run, run.state().label() + (run.error() == null ? "" : ": " + run.error()));
    }

    @Override
    public void recovered(Run run) {
        recoveries().increment();
        log(run, "requeued after a restart");
    }

    @Override
    public void saveFailed(Run run, IOException cause) {
        saveFailures().increment();
        withRunId(run, () -> LOG.errorf(cause, "run %s: could not save its state", run.id()));
    }

    @Override
    public void callbackFailed(Run run, String error) {
        callbackFailures().increment();
        withRunId(run, () -> LOG.warnf("run %s %s", run.id(), SafeText.excerpt(error)));
    }

    @Override
    public void deleted(Run run, @Nullable String retention) {
        deletions(retention == null ? "request" : "retention").increment();
        log(run, retention == null ? "deleted" : "deleted by retention: " + retention);
    }

    private static void log(Run run, String message) {
        withRunId(run, () -> LOG.infof("run %s %s", run.id(), SafeText.excerpt(message)));
    }

    /** Adds the run's id to the log record as a field. */
    private static void withRunId(Run run, Runnable logging) {
        MDC.put("runId", run.id().value());
        try {
            logging.run();
        } finally {
            MDC.remove("runId");
        }
    }

    private Counter submissions(String pipeline) {
        return counter("mlops.runs.submitted", "Accepted submissions", "pipeline", pipeline);
    }

    private Counter completed(String pipeline, String state) {
        return counter("mlops.runs.completed", "Completed runs", "pipeline", pipeline, "state", state);
    }

    private Counter findings(String check) {
        return counter("mlops.run.findings", "Ended runs with a finding of this check", "check", check);
    }

    private Counter rejections(String reason) {
        return counter("mlops.runs.rejected", "Rejected submissions", "reason", reason);
    }

    private Counter deletions(String reason) {
        return counter("mlops.runs.deleted", "Deleted runs", "reason", reason);
    }

    private Counter recoveries() {
        return counter("mlops.runs.recovered", "Unfinished runs that were requeued at the start");
    }

    private Counter saveFailures() {
        return counter("mlops.run.save.failures", "Failed attempts to save a run's state");
    }

    private Counter callbackFailures() {
        return counter("mlops.callback.failures", "Failed deliveries of callbacks");
    }

    private Counter rows(String pipeline) {
        return counter("mlops.processed.rows", "Data rows read by successful runs", "pipeline", pipeline);
    }

    private Counter bytes(String pipeline) {
        return counter("mlops.processed.bytes", "Input bytes read by successful runs", "pipeline", pipeline);
    }

    private Timer waits(String pipeline) {
        return timer("mlops.queue.wait", "Time between submission and start", WAITS, pipeline);
    }

    private Timer durations(String pipeline) {
        return timer("mlops.run.duration", "Duration of a run's last attempt", DURATIONS, pipeline);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Timer timer(String name, String description, Duration[] buckets, String pipeline) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .tag("pipeline", pipeline)
                .register(registry);
    }

    private AtomicLong lastSuccess(String pipeline) {
        return lastSuccess.computeIfAbsent(pipeline, name -> {
            AtomicLong millis = new AtomicLong();
            Gauge.builder("mlops.last.success.timestamp.seconds", () -> millis.get() / 1e3)
                    .description("Time of the last successful run, in seconds since 1970")
                    .tag("pipeline", name)
                    .register(registry);
            return millis;
        });
    }

    private static Duration[] seconds(double... seconds) {
        Duration[] durations = new Duration[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            durations[i] = Duration.ofNanos((long) (seconds[i] * 1e9));
        }
        return durations;
    }
}
