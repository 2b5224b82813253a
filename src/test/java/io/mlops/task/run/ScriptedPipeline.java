package io.mlops.task.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A pipeline that does what its configuration says: ends, fails, ends its thread, waits, or waits and does not obey. */
public final class ScriptedPipeline implements Pipeline {
    public final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    public void awaitStart() throws InterruptedException {
        waiting.await();
    }

    public void release() {
        released.countDown();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public void validate(String config, String configName) {}

    @Override
    public boolean isString(String key) {
        return false;
    }

    @Override
    public String override(String config, String configName, Map<String, String> scalars) {
        return config;
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        String script = Files.readString(context.job().config());
        ran.add(script);
        context.version("v1");
        switch (script) {
            case "die" -> throw new ThreadDeath();
            case "fail" -> throw new JobException("told to fail");
            case "wait" -> {
                waiting.countDown();
                released.await();
            }
            case "ignore" -> {
                waiting.countDown();
                ignoreInterrupts();
            }
            default -> context.log().warning("did " + script);
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
}
