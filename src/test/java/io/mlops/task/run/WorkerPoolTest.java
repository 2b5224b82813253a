package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.SettableClock;
import io.mlops.task.execution.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPoolTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path data;

    private RunFixtures bench;

    @BeforeEach
    void open() throws Exception {
        bench = RunFixtures.over(data);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldEndARunWithWhatItFound() throws Exception {
        bench.work();
        Run ended = bench.ended(bench.submit("done"));
        assertThat(ended.state().label()).isEqualTo("succeeded");
        assertThat(ended.result().value()).hasToString("0.4990");
        assertThat(ended.warnings()).containsExactly("did done");
        assertThat(ended.provenance()).isNotNull();
        assertThat(bench.metrics(ended)).contains("\"value\": 0.4990");
    }

    @Test
    void shouldEndAFailedRunWithItsReasonAndItsRecord() throws Exception {
        bench.work();
        Run ended = bench.ended(bench.submit("fail"));
        assertThat(ended.state().label()).isEqualTo("failed");
        assertThat(ended.error()).isEqualTo("told to fail");
        assertThat(bench.metrics(ended)).contains("\"error_message\": \"told to fail\"");
    }

    @Test
    void shouldCancelARunningRunThatObeys() throws Exception {
        bench.work();
        Run run = bench.submit("wait");
        bench.pipeline.awaitStart();
        bench.runs.cancel(run.id());
        Run ended = bench.ended(run);
        assertThat(ended.state().label()).isEqualTo("cancelled");
        assertThat(bench.store.log(run.id()).readString()).contains("ERROR - The run was cancelled");
    }

    @Test
    void shouldEndAStubbornRunAtTheDeadlineAndGoOnWithTheNext() throws Exception {
        bench.work(LONG, SHORT);
        Run stubborn = bench.submit("ignore");
        Run next = bench.submit("done");
        bench.pipeline.awaitStart();
        bench.runs.cancel(stubborn.id());
        assertThat(bench.ended(stubborn).state().label()).isEqualTo("cancelled");
        assertThat(bench.ended(next).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldNotLetAnAbandonedWorkerChangeTheEndedRun() throws Exception {
        bench.work(LONG, SHORT);
        Run run = bench.submit("ignore");
        bench.pipeline.awaitStart();
        bench.runs.cancel(run.id());
        bench.ended(run);
        String record = bench.metrics(run);
        String log = bench.store.log(run.id()).readString();
        bench.pipeline.release();
        bench.ended(bench.submit("done"));
        Thread.sleep(200);
        assertThat(bench.metrics(run)).isEqualTo(record).contains("The run was cancelled");
        assertThat(bench.store.log(run.id()).readString()).isEqualTo(log);
        assertThat(bench.run(run.id()).state().label()).isEqualTo("cancelled");
    }

    @Test
    void shouldFailARunThatTakesTooLong() throws Exception {
        bench.work(SHORT, SHORT);
        Run ended = bench.ended(bench.submit("wait"));
        assertThat(ended.state().label()).isEqualTo("failed");
        assertThat(ended.error()).isEqualTo("The run exceeded the run timeout");
    }

    @Test
    void shouldLetARunFinishAtShutdown() throws Exception {
        WorkerPool workers = bench.work();
        Run run = bench.submit("wait");
        bench.pipeline.awaitStart();
        Thread stopper = new Thread(() -> stop(workers));
        stopper.start();
        while (!bench.runs.isClosed()) {
            Thread.sleep(1);
        }
        bench.pipeline.release();
        stopper.join();
        assertThat(bench.run(run.id()).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldLeaveRunsQueuedAtShutdownAndCountNoAttempt() throws Exception {
        WorkerPool workers = bench.work(LONG, SHORT);
        Run running = bench.submit("wait");
        Run waiting = bench.submit("done");
        bench.pipeline.awaitStart();
        workers.stop(Duration.ZERO);
        assertThat(bench.run(running.id()).state()).isEqualTo(RunState.Queued.first(SettableClock.START));
        bench.kill();

        bench = RunFixtures.over(data);
        bench.pipeline.release();
        bench.work();
        assertThat(bench.ended(bench.run(running.id())).state().attempt()).isEqualTo(1);
        assertThat(bench.ended(bench.run(waiting.id())).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldLeaveAStubbornRunQueuedAtShutdown() throws Exception {
        WorkerPool workers = bench.work(LONG, SHORT);
        Run run = bench.submit("ignore");
        bench.pipeline.awaitStart();
        workers.stop(Duration.ZERO);
        assertThat(bench.run(run.id()).state().label()).isEqualTo("queued");
    }

    @Test
    void shouldTellTheHashOfAServerSideInputWhenTheRunHasEnded() throws Exception {
        Path input = Files.writeString(data.resolve("input.csv"), "close\n1\n");
        bench.work();
        Run ended = bench.ended(submitPath(input, "done"));
        String expected = Sha256.digest(input);
        awaitHash(ended);
        assertThat(bench.run(ended.id()).input().sha256()).isEqualTo(expected);
    }

    @Test
    void shouldTellNoHashOfAnInputThatChangedMeanwhile() throws Exception {
        Path input = Files.writeString(data.resolve("input.csv"), "close\n1\n");
        bench.work();
        Run run = submitPath(input, "wait");
        bench.pipeline.awaitStart();
        Files.setLastModifiedTime(input, FileTime.fromMillis(1));
        bench.pipeline.release();
        bench.ended(run);
        bench.ended(bench.submit("done"));
        assertThat(bench.run(run.id()).input().sha256()).isNull();
    }

    @Test
    void shouldMakeUpForAWorkerThatDied() throws Exception {
        bench.work();
        Run deadly = bench.submit("die");
        assertThat(bench.ended(deadly).state().label()).isEqualTo("failed");
        assertThat(bench.ended(bench.submit("done")).state().label()).isEqualTo("succeeded");
    }

    private static void stop(WorkerPool workers) {
        try {
            workers.stop(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHash(Run run) throws InterruptedException {
        for (int i = 0; i < 200 && bench.run(run.id()).input().sha256() == null; i++) {
            Thread.sleep(10);
        }
    }

    private Run submitPath(Path input, String script) throws Exception {
        RunInput given = new RunInput("input.csv", false, input.toString(), Files.size(input), null);
        return bench.admission
                .submit(new Submission("scripted", given, null, script, Map.of(), Submission.Options.NONE))
                .run();
    }
}
