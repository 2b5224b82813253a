package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunServiceTest {
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

    private void restart() throws Exception {
        fixtures.kill();
        fixtures = RunFixtures.over(data);
    }

    @Test
    void shouldStoreARunBeforeItReturns() throws Exception {
        Run run = fixtures.submit("done");
        Path directory = data.resolve("runs").resolve(run.id().value());
        assertThat(directory.resolve("run.json")).exists();
        assertThat(directory.resolve("config.yaml")).hasContent("done");
        assertThat(directory.resolve("input.csv")).hasContent("close\n1\n");
    }

    @Test
    void shouldRejectBeyondTheQueueCapacityAndStoreNothing() throws Exception {
        for (int i = 0; i < RunFixtures.QUEUE_CAPACITY; i++) {
            fixtures.submit("done");
        }
        Submission surplus = fixtures.submission("done", null);
        assertThatThrownBy(() -> fixtures.admission.submit(surplus)).isInstanceOf(QueueFullException.class);
        assertThatThrownBy(() -> fixtures.admission.checkCapacity(null, 0)).isInstanceOf(QueueFullException.class);
        assertThat(data.resolve("runs").toFile().list()).hasSize(RunFixtures.QUEUE_CAPACITY);
        assertThat(fixtures.listener.events).contains("rejected queue_full");
    }

    @Test
    void shouldRejectBelowTheMinimumOfFreeDiskSpaceAndStoreNothing() throws Exception {
        Run stored =
                fixtures.admission.submit(fixtures.submission("done", "key")).run();
        fixtures.kill();
        fixtures = RunFixtures.over(data, Long.MAX_VALUE);
        Submission surplus = fixtures.submission("done", null);
        assertThatThrownBy(() -> fixtures.admission.submit(surplus))
                .isInstanceOf(InsufficientDiskSpaceException.class)
                .hasMessageMatching(
                        "Insufficient disk space: free bytes must be at least " + Long.MAX_VALUE + ", was [1-9]\\d*");
        assertThatThrownBy(() -> fixtures.admission.checkCapacity(null, 0))
                .isInstanceOf(InsufficientDiskSpaceException.class);
        assertThat(fixtures.admission.canAccept()).isFalse();
        assertThat(data.resolve("runs").toFile().list())
                .containsExactly(stored.id().value());
        assertThat(fixtures.listener.events)
                .containsSubsequence("rejected insufficient_storage", "rejected insufficient_storage");
        fixtures.admission.checkCapacity("key", 0);
    }

    @Test
    void shouldReckonWithTheBytesThatASubmissionAnnounces() throws Exception {
        long free = fixtures.store.freeBytes();
        fixtures.kill();
        fixtures = RunFixtures.over(data, free / 4);
        fixtures.admission.checkCapacity(null, free / 4);
        assertThatThrownBy(() -> fixtures.admission.checkCapacity(null, free))
                .isInstanceOf(InsufficientDiskSpaceException.class)
                .hasMessageContaining("must be at least " + free / 4 + " after an upload of " + free + ", was ");
    }

    @Test
    void shouldEndAnUploadDuringWhichTheDiskFillsUp() throws Exception {
        fixtures.kill();
        fixtures = RunFixtures.over(data, Long.MAX_VALUE);
        fixtures.admission.receive(new ByteArrayInputStream(new byte[1 << 20])).close();
        assertThatThrownBy(() -> fixtures.admission.receive(new ByteArrayInputStream(new byte[5 << 20])))
                .isInstanceOf(InsufficientDiskSpaceException.class);
        assertThat(data.resolve("uploads").toFile().list()).isEmpty();
    }

    @Test
    void shouldReturnTheSameRunForTheSameKeyAndPayload() throws Exception {
        RunAdmission.Result first = fixtures.admission.submit(fixtures.submission("done", "key"));
        RunAdmission.Result second = fixtures.admission.submit(fixtures.submission("done", "key"));
        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.run().id()).isEqualTo(first.run().id());
    }

    @Test
    void shouldRejectTheSameKeyForAnotherPayload() throws Exception {
        fixtures.admission.submit(fixtures.submission("done", "key"));
        Submission other = fixtures.submission("other", "key");
        assertThatThrownBy(() -> fixtures.admission.submit(other)).isInstanceOf(IdempotencyKeyReusedException.class);
        assertThat(fixtures.listener.events).contains("rejected idempotency_key_reused");
    }

    @Test
    void shouldIgnoreTheOrderOfLabels() throws Exception {
        Map<String, String> oneWay = new LinkedHashMap<>();
        oneWay.put("a", "1");
        oneWay.put("b", "2");
        Map<String, String> otherWay = new LinkedHashMap<>();
        otherWay.put("b", "2");
        otherWay.put("a", "1");
        fixtures.admission.submit(fixtures.submission("done", "key", oneWay));
        assertThat(fixtures.admission
                        .submit(fixtures.submission("done", "key", otherWay))
                        .created())
                .isFalse();
    }

    @Test
    void shouldKnowAKeyAfterARestart() throws Exception {
        Run first =
                fixtures.admission.submit(fixtures.submission("done", "key")).run();
        restart();
        RunAdmission.Result second = fixtures.admission.submit(fixtures.submission("done", "key"));
        assertThat(second.run().id()).isEqualTo(first.id());
    }

    @Test
    void shouldAcceptAKnownKeyEvenIfTheQueueIsFull() throws Exception {
        fixtures.admission.submit(fixtures.submission("done", "key"));
        fixtures.submit("done");
        fixtures.submit("done");
        fixtures.admission.checkCapacity("key", 0);
        assertThat(fixtures.admission.submit(fixtures.submission("done", "key")).created())
                .isFalse();
    }

    @Test
    void shouldForgetAKeyWithItsRun() throws Exception {
        Run run = fixtures.admission.submit(fixtures.submission("done", "key")).run();
        fixtures.runs.cancel(run.id(), null);
        fixtures.runs.delete(run.id(), null);
        assertThat(fixtures.admission
                        .submit(fixtures.submission("other", "key"))
                        .created())
                .isTrue();
    }

    @Test
    void shouldCreateOneRunForConcurrentSubmissionsWithOneKey() throws Exception {
        List<Callable<RunAdmission.Result>> submits = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Submission submission = fixtures.submission("done", "key");
            submits.add(() -> fixtures.admission.submit(submission));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<RunId> ids = new ArrayList<>();
        for (Future<RunAdmission.Result> accepted : threads.invokeAll(submits)) {
            ids.add(accepted.get().run().id());
        }
        threads.shutdown();
        assertThat(ids).containsOnly(ids.get(0));
        assertThat(fixtures.runs.newestFirst()).hasSize(1);
    }

    @Test
    void shouldExecuteQueuedRunsInTheirOrderAfterARestart() throws Exception {
        Run first = fixtures.submit("first");
        Run second = fixtures.submit("second");
        restart();
        fixtures.work();
        fixtures.ended(fixtures.run(first.id()));
        fixtures.ended(fixtures.run(second.id()));
        assertThat(fixtures.pipeline.ran).containsExactly("first", "second");
    }

    @Test
    void shouldExecuteAnInterruptedRunAgain() throws Exception {
        Run run = fixtures.submit("done");
        fixtures.runs.next();
        restart();
        fixtures.work();
        Run ended = fixtures.ended(fixtures.run(run.id()));
        assertThat(ended.state().label()).isEqualTo("succeeded");
        assertThat(ended.state().attempt()).isEqualTo(2);
        assertThat(fixtures.listener.events).startsWith("recovered");
    }

    @Test
    void shouldFailARunThatWasInterruptedTooOften() throws Exception {
        Run run = fixtures.submit("done");
        for (int i = 0; i < RunFixtures.MAX_ATTEMPTS; i++) {
            fixtures.runs.next();
            restart();
        }
        Run failed = fixtures.run(run.id());
        assertThat(failed.state().label()).isEqualTo("failed");
        assertThat(failed.outcome().error()).isEqualTo("The process ended during each of 2 attempts");
        assertThat(fixtures.metrics(failed)).contains("\"status\": \"error\"", "each of 2 attempts");
    }

    @Test
    void shouldNotChangeAnEndedRun() throws Exception {
        fixtures.work();
        Run ended = fixtures.ended(fixtures.submit("done"));
        byte[] record = fixtures.store.metrics(ended.id()).readAllBytes();
        fixtures.close();
        fixtures = RunFixtures.over(data);
        assertThat(fixtures.run(ended.id())).isEqualTo(ended);
        assertThat(fixtures.store.metrics(ended.id()).readAllBytes()).isEqualTo(record);
    }

    @Test
    void shouldForgetARunWhoseDirectoryWasDeleted() throws Exception {
        Run run = fixtures.submit("done");
        for (String file : new String[] {"run.json", "config.yaml", "input.csv"}) {
            Files.delete(data.resolve("runs").resolve(run.id().value()).resolve(file));
        }
        Files.delete(data.resolve("runs").resolve(run.id().value()));
        assertThat(fixtures.runs.find(run.id())).isNull();
        assertThat(fixtures.runs.newestFirst()).isEmpty();
    }

    @Test
    void shouldDeleteOnlyEndedRuns() throws Exception {
        Run run = fixtures.submit("done");
        assertThat(fixtures.runs.delete(run.id(), null)).isFalse();
        fixtures.runs.cancel(run.id(), null);
        assertThat(fixtures.runs.delete(run.id(), null)).isTrue();
        assertThat(fixtures.runs.find(run.id())).isNull();
        assertThat(data.resolve("runs")).isEmptyDirectory();
        assertThat(data.resolve("outgoing")).isEmptyDirectory();
    }

    @Test
    void shouldCancelAQueuedRunImmediately() throws Exception {
        Run run = fixtures.submit("done");
        Run cancelled = fixtures.runs.cancel(run.id(), "ann");
        assertThat(cancelled.state().label()).isEqualTo("cancelled");
        assertThat(cancelled.actors()).isEqualTo(new Run.Actors(null, "ann", null));
        assertThat(fixtures.metrics(run)).contains("The run was cancelled");
        assertThat(fixtures.runs.queued()).isZero();
        assertThat(fixtures.runs.cancel(run.id(), null)).isNull();
    }

    @Test
    void shouldNotifyTheListenerOfTheQueueTime() throws Exception {
        Run run = fixtures.submit("done");
        fixtures.clock.pass(Duration.ofSeconds(9));
        WorkerPool workers = fixtures.work();
        fixtures.ended(run);
        // the end is visible a moment before the listener is notified
        workers.stop(Duration.ofSeconds(5));
        assertThat(fixtures.listener.events).containsExactly("submitted", "started after 9 s", "succeeded");
    }

    @Test
    void shouldReportWhetherARerunIsIdentical() throws Exception {
        fixtures.work();
        Run first = fixtures.ended(fixtures.submit("done"));
        assertThat(fixtures.ended(rerun(first)).outcome().identical()).isTrue();
        Files.writeString(data.resolve("runs").resolve(first.id().value()).resolve("metrics.json"), "{}");
        assertThat(fixtures.ended(rerun(first)).outcome().identical()).isFalse();
    }

    @Test
    void shouldNotReportWhetherARerunIsIdenticalIfTheOriginalWasDeleted() throws Exception {
        WorkerPool workers = fixtures.work();
        Run first = fixtures.ended(fixtures.submit("done"));
        workers.stop(Duration.ofSeconds(5));
        Run again = rerun(first);
        fixtures.runs.delete(first.id(), null);
        restart();
        fixtures.work();
        assertThat(fixtures.ended(fixtures.run(again.id())).outcome().identical())
                .isNull();
    }

    @Test
    void shouldSaveAnEndOnceTheDiskAcceptsItAgain() throws Exception {
        Run run = fixtures.submit("done");
        Path incoming = data.resolve("incoming");
        Files.delete(incoming);
        fixtures.runs.cancel(run.id(), null);
        fixtures.recovery.retryFailedSaves();
        assertThat(fixtures.listener.events).containsExactly("submitted", "not saved", "not saved", "cancelled");
        assertThat(fixtures.run(run.id()).state().label()).isEqualTo("cancelled");
        Files.createDirectory(incoming);
        fixtures.recovery.retryFailedSaves();
        restart();
        assertThat(fixtures.run(run.id()).state().label()).isEqualTo("cancelled");
    }

    @Test
    void shouldLeaveNothingOfASubmissionThatCouldNotBeStored() throws Exception {
        Path runs = data.resolve("runs");
        Files.delete(runs);
        Submission rejected = fixtures.submission("done", "key");
        assertThatThrownBy(() -> fixtures.admission.submit(rejected)).isInstanceOf(IOException.class);
        assertThat(data.resolve("uploads")).isEmptyDirectory();
        assertThat(data.resolve("incoming")).isEmptyDirectory();
        assertThat(fixtures.runs.newestFirst()).isEmpty();
        Files.createDirectory(runs);
        assertThat(fixtures.admission.submit(fixtures.submission("done", "key")).created())
                .isTrue();
    }

    private Run rerun(Run run) throws Exception {
        Submission submission = new Submission(
                run.pipeline(),
                run.input(),
                fixtures.store.linkInput(run),
                "done",
                Map.of(),
                new Submission.Options(null, null, run.id(), null));
        return fixtures.admission.submit(submission).run();
    }
}
