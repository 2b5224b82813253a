package io.mlops.task.execution;

import io.mlops.task.finding.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A pipeline with the behaviour that a test specifies; accepts any configuration. */
public final class StubPipeline implements Pipeline {
    public final List<String> ran = new CopyOnWriteArrayList<>();
    private final String name;
    private final Work work;
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** What a run does. */
    public interface Work {
        RunResult run(RunContext context) throws JobException, IOException, InterruptedException;
    }

    public StubPipeline(String name, Work work) {
        this.name = name;
        this.work = work;
    }

    /** Its configuration is the behaviour of a run: die, fail, wait, ignore interrupts, or succeed. */
    public static StubPipeline scripted() {
        return new StubPipeline();
    }

    /** A run logs that it waits, and waits until it is cancelled. */
    public static StubPipeline waiting(String name) {
        return new StubPipeline(name, context -> {
            context.log().info("Waiting");
            Thread.sleep(60_000);
            throw new InterruptedException("the run was not cancelled");
        });
    }

    private StubPipeline() {
        this.name = "scripted";
        this.work = this::runScript;
    }

    public void awaitStart() throws InterruptedException {
        waiting.await();
    }

    public void release() {
        released.countDown();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Defaults defaults() {
        return new Defaults("sample-data/ohlcv.csv", "config/config.yaml");
    }

    @Override
    public ConfigSchema schema() {
        return AnyConfig.SCHEMA;
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        return work.run(context);
    }

    private RunResult runScript(RunContext context) throws JobException, IOException, InterruptedException {
        String script = Files.readString(context.job().config().path());
        ran.add(script);
        context.version("v1");
        switch (script) {
            case "die" -> throw new ThreadDeath();
            case "fail" -> throw new JobException("failed as configured");
            case "wait" -> {
                waiting.countDown();
                released.await();
            }
            case "ignore" -> {
                waiting.countDown();
                ignoreInterrupts();
            }
            default -> context.log().found(Check.WINDOW_SIZE.finding(1, 0, "did " + script));
        }
        return new RunResult("v1", 3, "metric", new RoundedDecimal("0.4990"), 42, Map.of());
    }

    private void ignoreInterrupts() {
        while (true) {
            try {
                released.await();
                return;
            } catch (InterruptedException e) {
                Thread.onSpinWait();
            }
        }
    }

    private enum AnyConfig implements ConfigSchema {
        SCHEMA;

        @Override
        public List<ConfigKey> keys() {
            return List.of();
        }

        @Override
        public String typed(String key, String text) {
            return '"' + text + '"';
        }

        @Override
        public void validate(String config, String configName) {}

        @Override
        public Map<String, String> effective(String config, String configName) {
            return Map.of();
        }

        @Override
        public String override(String config, String configName, Map<String, String> scalars) {
            return config;
        }
    }
}
