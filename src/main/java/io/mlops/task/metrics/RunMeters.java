package io.mlops.task.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunListener;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** What happens to runs as Prometheus metrics and as lines of the service's log. */
public final class RunMeters implements RunListener {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.runs");
    private static final Duration[] WAITS = seconds(0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 1800);
    private static final Duration[] DURATIONS =
            seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800, 3600);

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> lastSuccess = new ConcurrentHashMap<>();

    /** Every counter is there from the start, at zero: a rate misses the first event of one that appears with it. */
    public RunMeters(MeterRegistry registry, List<String> pipelines) {
        this.registry = registry;
        for (String pipeline : pipelines) {
            submits(pipeline);
            for (String state : new String[] {"succeeded", "failed", "cancelled"}) {
                completed(pipeline, state);
            }
            rows(pipeline);
            bytes(pipeline);
            waits(pipeline);
            durations(pipeline);
        }
        for (String reason : new String[] {"queue_full", "insufficient_storage", "idempotency_key_reused"}) {
            rejections(reason);
        }
        recoveries();
        saveFailures();
        callbackFailures();
        deletions("retention");
        deletions("request");
    }

    @Override
    public void submitted(Run run) {
        submits(run.pipeline()).increment();
        log(run, "accepted: " + run.pipeline() + " over " + run.input().name());
    }

    @Override
    public void rejected(String reason) {
        rejections(reason).increment();
    }

    @Override
    public void started(Run run, Duration waited) {
        waits(run.pipeline()).record(waited);
        log(run, "started, attempt " + run.state().attempt());
    }

    @Override
    public void ended(Run run, Duration ran) {
        completed(run.pipeline(), run.state().label()).increment();
        if (run.state().startedAt() != null) {
            durations(run.pipeline()).record(ran);
        }
        Run.Result result = run.result();
        Instant ended = run.state().endedAt();
        if (result != null && ended != null) {
            rows(run.pipeline()).increment((double) result.rows());
            bytes(run.pipeline()).increment((double) run.input().bytes());
            lastSuccess(run.pipeline()).set(ended.toEpochMilli());
        }
        log(run, run.state().label() + (run.error() == null ? "" : ": " + run.error()));
    }

    @Override
    public void recovered(Run run) {
        recoveries().increment();
        log(run, "queued again after a restart");
    }

    @Override
    public void saveFailed(Run run, IOException why) {
        saveFailures().increment();
        withRunId(run, () -> LOG.errorf(why, "run %s: the disk took no change", run.id()));
    }

    @Override
    public void callbackFailed(Run run, String why) {
        callbackFailures().increment();
        withRunId(run, () -> LOG.warnf("run %s %s", run.id(), SafeText.excerpt(why)));
    }

    @Override
    public void deleted(Run run, boolean byRetention) {
        deletions(byRetention ? "retention" : "request").increment();
        log(run, "deleted");
    }

    private static void log(Run run, String what) {
        withRunId(run, () -> LOG.infof("run %s %s", run.id(), SafeText.excerpt(what)));
    }

    /** What is logged meanwhile carries the run's id as a field of its own. */
    private static void withRunId(Run run, Runnable logging) {
        MDC.put("runId", run.id().value());
        try {
            logging.run();
        } finally {
            MDC.remove("runId");
        }
    }

    private Counter submits(String pipeline) {
        return counter("mlops.runs.submitted", "Runs that were accepted", "pipeline", pipeline);
    }

    private Counter completed(String pipeline, String state) {
        return counter("mlops.runs.completed", "Runs that have ended", "pipeline", pipeline, "state", state);
    }

    private Counter rejections(String reason) {
        return counter("mlops.runs.rejected", "Submits that were refused", "reason", reason);
    }

    private Counter deletions(String reason) {
        return counter("mlops.runs.deleted", "Runs that were deleted", "reason", reason);
    }

    private Counter recoveries() {
        return counter("mlops.runs.recovered", "Runs found unfinished at the start");
    }

    private Counter saveFailures() {
        return counter("mlops.run.save.failures", "Changes to runs that the disk did not take");
    }

    private Counter callbackFailures() {
        return counter("mlops.callback.failures", "Deliveries of callbacks that failed");
    }

    private Counter rows(String pipeline) {
        return counter("mlops.processed.rows", "Data rows read by successful runs", "pipeline", pipeline);
    }

    private Counter bytes(String pipeline) {
        return counter("mlops.processed.bytes", "Input bytes read by successful runs", "pipeline", pipeline);
    }

    private Timer waits(String pipeline) {
        return timer("mlops.queue.wait", "Time between submit and start", WAITS, pipeline);
    }

    private Timer durations(String pipeline) {
        return timer("mlops.run.duration", "Time that the last attempt of a run took", DURATIONS, pipeline);
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
                    .description("When a run last succeeded, in seconds since 1970")
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
