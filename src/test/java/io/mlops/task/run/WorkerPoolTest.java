package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mlops.task.execution.SettableClock;
import io.mlops.task.execution.Sha256;
import io.mlops.task.finding.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerPoolTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path data;

    private RunFixtures fixtures;

    @BeforeEach
    void open() throws Exception {
        fixtures = RunFixtures.over(data);
    }

    @AfterEach
    void close() throws Exception {
        fixtures.close();
    }

    @Test
    void shouldEndARunWithItsResult() throws Exception {
        fixtures.work();
        Run ended = fixtures.ended(fixtures.submit("done"));
        assertThat(ended.state().label()).isEqualTo("succeeded");
        assertThat(ended.result().value()).hasToString("0.4990");
        assertThat(ended.findings()).extracting(Finding::message).containsExactly("did done");
        assertThat(ended.provenance()).isNotNull();
        assertThat(fixtures.metrics(ended)).contains("\"value\": 0.4990");
    }

    @Test
    void shouldEndAFailedRunWithItsReasonAndItsRecord() throws Exception {
        fixtures.work();
        Run ended = fixtures.ended(fixtures.submit("fail"));
        assertThat(ended.state().label()).isEqualTo("failed");
        assertThat(ended.error()).isEqualTo("failed as configured");
        assertThat(fixtures.metrics(ended)).contains("\"error_message\": \"failed as configured\"");
    }

    @Test
    void shouldCancelARunningRunThatStops() throws Exception {
        fixtures.work();
        Run run = fixtures.submit("wait");
        fixtures.pipeline.awaitStart();
        fixtures.runs.cancel(run.id(), "ann");
        fixtures.runs.cancel(run.id(), "bob");
        Run ended = fixtures.ended(run);
        assertThat(ended.state().label()).isEqualTo("cancelled");
        assertThat(ended.actors().cancelledBy()).isEqualTo("ann");
        assertThat(fixtures.store.log(run.id()).readString()).contains("ERROR - The run was cancelled");
    }

    @Test
    void shouldEndARunThatDoesNotStopAtTheDeadlineAndContinueWithTheNext() throws Exception {
        fixtures.work(LONG, SHORT);
        Run unresponsive = fixtures.submit("ignore");
        Run next = fixtures.submit("done");
        fixtures.pipeline.awaitStart();
        fixtures.runs.cancel(unresponsive.id(), null);
        assertThat(fixtures.ended(unresponsive).state().label()).isEqualTo("cancelled");
        assertThat(fixtures.ended(next).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldNotLetAnAbandonedWorkerChangeTheEndedRun() throws Exception {
        fixtures.work(LONG, SHORT);
        Run run = fixtures.submit("ignore");
        fixtures.pipeline.awaitStart();
        fixtures.runs.cancel(run.id(), null);
        fixtures.ended(run);
        String record = fixtures.metrics(run);
        String log = fixtures.store.log(run.id()).readString();
        fixtures.pipeline.release();
        fixtures.ended(fixtures.submit("done"));
        await().during(Duration.ofMillis(200)).untilAsserted(() -> {
            assertThat(fixtures.metrics(run)).isEqualTo(record).contains("The run was cancelled");
            assertThat(fixtures.store.log(run.id()).readString()).isEqualTo(log);
            assertThat(fixtures.run(run.id()).state().label()).isEqualTo("cancelled");
        });
    }

    @Test
    void shouldFailARunThatExceedsItsTimeout() throws Exception {
        fixtures.work(SHORT, SHORT);
        Run ended = fixtures.ended(fixtures.submit("wait"));
        assertThat(ended.state().label()).isEqualTo("failed");
        assertThat(ended.error()).isEqualTo("The run exceeded the run timeout");
    }

    @Test
    void shouldLetARunFinishAtShutdown() throws Exception {
        WorkerPool workers = fixtures.work();
        Run run = fixtures.submit("wait");
        fixtures.pipeline.awaitStart();
        Thread stopper = new Thread(() -> stop(workers));
        stopper.start();
        await().until(fixtures.runs::isClosed);
        fixtures.pipeline.release();
        stopper.join();
        assertThat(fixtures.run(run.id()).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldLeaveRunsQueuedAtShutdownAndCountNoAttempt() throws Exception {
        WorkerPool workers = fixtures.work(LONG, SHORT);
        Run running = fixtures.submit("wait");
        Run waiting = fixtures.submit("done");
        fixtures.pipeline.awaitStart();
        workers.stop(Duration.ZERO);
        assertThat(fixtures.run(running.id()).state()).isEqualTo(RunState.Queued.first(SettableClock.START));
        fixtures.kill();

        fixtures = RunFixtures.over(data);
        fixtures.pipeline.release();
        fixtures.work();
        assertThat(fixtures.ended(fixtures.run(running.id())).state().attempt()).isEqualTo(1);
        assertThat(fixtures.ended(fixtures.run(waiting.id())).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldLeaveARunThatDoesNotStopQueuedAtShutdown() throws Exception {
        WorkerPool workers = fixtures.work(LONG, SHORT);
        Run run = fixtures.submit("ignore");
        fixtures.pipeline.awaitStart();
        workers.stop(Duration.ZERO);
        assertThat(fixtures.run(run.id()).state().label()).isEqualTo("queued");
    }

    @Test
    void shouldRecordTheHashOfAServerSideInputWhenTheRunHasEnded() throws Exception {
        Path input = Files.writeString(data.resolve("input.csv"), "close\n1\n");
        fixtures.work();
        Run ended = fixtures.ended(submitPath(input, "done"));
        String expected = Sha256.digest(input);
        await().untilAsserted(() ->
                assertThat(fixtures.run(ended.id()).input().sha256()).isEqualTo(expected));
    }

    @Test
    void shouldRecordNoHashOfAnInputThatChangedMeanwhile() throws Exception {
        Path input = Files.writeString(data.resolve("input.csv"), "close\n1\n");
        fixtures.work();
        Run run = submitPath(input, "wait");
        fixtures.pipeline.awaitStart();
        Files.setLastModifiedTime(input, FileTime.fromMillis(1));
        fixtures.pipeline.release();
        fixtures.ended(run);
        fixtures.ended(fixtures.submit("done"));
        assertThat(fixtures.run(run.id()).input().sha256()).isNull();
    }

    @Test
    void shouldReplaceAWorkerThatDied() throws Exception {
        fixtures.work();
        Run dying = fixtures.submit("die");
        assertThat(fixtures.ended(dying).state().label()).isEqualTo("failed");
        assertThat(fixtures.ended(fixtures.submit("done")).state().label()).isEqualTo("succeeded");
    }

    /** Wherever the error hits: the run ends or runs again, and the next runs. */
    @ParameterizedTest
    @CsvSource({
        "saveStart, 1",
        "saveStart, 2",
        "saveStart, 3",
        "save, 1",
        "save, 2",
        "input, 1",
        "input, 2",
        "files, 1",
        "inputs, 1",
        "inputs, 2"
    })
    void shouldGoOnAfterAnErrorOfTheStore(String method, int times) throws Exception {
        fixtures.work();
        fixtures.failing.fail(method, times);
        Run hit = fixtures.submit("done");
        Run next = fixtures.submit("done");

        assertThat(fixtures.ended(hit).isEnded()).isTrue();
        assertThat(fixtures.ended(next).isEnded()).isTrue();
        await().until(() -> fixtures.runs.attempts().isEmpty());
        assertThat(fixtures.failing.isSpent()).isTrue();
        assertThat(fixtures.ended(fixtures.submit("done")).state().label()).isEqualTo("succeeded");
    }

    @Test
    void shouldRunARunWhoseStartFailed() throws Exception {
        fixtures.work();
        fixtures.failing.fail("saveStart", 1);
        Run ended = fixtures.ended(fixtures.submit("done"));

        assertThat(ended.state().label()).isEqualTo("succeeded");
        assertThat(ended.state().attempt()).isEqualTo(1);
    }

    @Test
    void shouldSaveWhatAnErrorKeptFromTheStore() throws Exception {
        fixtures.work();
        Run waiting = fixtures.submit("wait");
        fixtures.pipeline.awaitStart();
        fixtures.failing.fail("save", 1);
        fixtures.pipeline.release();
        fixtures.ended(waiting);
        fixtures.recovery.retryFailedSaves();
        fixtures.kill();

        fixtures = RunFixtures.over(data);
        assertThat(fixtures.run(waiting.id()).isEnded()).isTrue();
    }

    @Test
    void shouldEndTimedOutRunsAfterAnError() throws Exception {
        fixtures.work(SHORT, SHORT);
        Run first = fixtures.submit("ignore");
        fixtures.pipeline.awaitStart();
        fixtures.failing.fail("save", 2);

        assertThat(fixtures.ended(first).state().label()).isEqualTo("failed");
        assertThat(fixtures.ended(fixtures.submit("done")).state().label()).isEqualTo("succeeded");
    }

    private static void stop(WorkerPool workers) {
        try {
            workers.stop(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Run submitPath(Path input, String script) throws Exception {
        RunInput serverInput = new RunInput("input.csv", false, input.toString(), Files.size(input), null);
        return fixtures.admission
                .submit(new Submission("scripted", serverInput, null, script, Map.of(), Submission.Options.NONE))
                .run();
    }
}
