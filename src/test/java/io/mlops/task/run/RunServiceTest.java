package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private RunFixtures bench;

    @BeforeEach
    void open() throws Exception {
        bench = RunFixtures.over(data);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private void restart() throws Exception {
        bench.kill();
        bench = RunFixtures.over(data);
    }

    @Test
    void shouldKeepARunOnDiskBeforeItAnswers() throws Exception {
        Run run = bench.submit("done");
        Path folder = data.resolve("runs").resolve(run.id().value());
        assertThat(folder.resolve("run.json")).exists();
        assertThat(folder.resolve("config.yaml")).hasContent("done");
        assertThat(folder.resolve("input.csv")).hasContent("close\n1\n");
    }

    @Test
    void shouldRefuseBeyondTheQueueAndKeepNothingOfIt() throws Exception {
        for (int i = 0; i < RunFixtures.QUEUE_CAPACITY; i++) {
            bench.submit("done");
        }
        Submission surplus = bench.submission("done", null);
        assertThatThrownBy(() -> bench.admission.submit(surplus)).isInstanceOf(QueueFullException.class);
        assertThatThrownBy(() -> bench.admission.checkCapacity(null)).isInstanceOf(QueueFullException.class);
        assertThat(data.resolve("runs").toFile().list()).hasSize(RunFixtures.QUEUE_CAPACITY);
        assertThat(bench.heard.words).contains("rejected queue_full");
    }

    @Test
    void shouldRefuseBelowTheFloorOfTheDiskAndKeepNothingOfIt() throws Exception {
        Run kept = bench.admission.submit(bench.submission("done", "key")).run();
        bench.kill();
        bench = RunFixtures.over(data, Long.MAX_VALUE);
        Submission surplus = bench.submission("done", null);
        assertThatThrownBy(() -> bench.admission.submit(surplus))
                .isInstanceOf(InsufficientDiskSpaceException.class)
                .hasMessageMatching(
                        "Insufficient disk space: free bytes must be at least " + Long.MAX_VALUE + ", was [1-9]\\d*");
        assertThatThrownBy(() -> bench.admission.checkCapacity(null))
                .isInstanceOf(InsufficientDiskSpaceException.class);
        assertThat(bench.admission.canAccept()).isFalse();
        assertThat(data.resolve("runs").toFile().list())
                .containsExactly(kept.id().value());
        assertThat(bench.heard.words)
                .containsSubsequence("rejected insufficient_storage", "rejected insufficient_storage");
        bench.admission.checkCapacity("key");
    }

    @Test
    void shouldAnswerTheSameKeyAndPayloadWithTheSameRun() throws Exception {
        RunAdmission.Result first = bench.admission.submit(bench.submission("done", "key"));
        RunAdmission.Result second = bench.admission.submit(bench.submission("done", "key"));
        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.run().id()).isEqualTo(first.run().id());
    }

    @Test
    void shouldRefuseTheSameKeyForAnotherPayload() throws Exception {
        bench.admission.submit(bench.submission("done", "key"));
        Submission other = bench.submission("other", "key");
        assertThatThrownBy(() -> bench.admission.submit(other)).isInstanceOf(IdempotencyKeyReusedException.class);
        assertThat(bench.heard.words).contains("rejected idempotency_key_reused");
    }

    @Test
    void shouldNotMindTheOrderOfLabels() throws Exception {
        Map<String, String> oneWay = new LinkedHashMap<>();
        oneWay.put("a", "1");
        oneWay.put("b", "2");
        Map<String, String> otherWay = new LinkedHashMap<>();
        otherWay.put("b", "2");
        otherWay.put("a", "1");
        bench.admission.submit(bench.submission("done", "key", oneWay));
        assertThat(bench.admission
                        .submit(bench.submission("done", "key", otherWay))
                        .created())
                .isFalse();
    }

    @Test
    void shouldKnowAKeyAfterARestart() throws Exception {
        Run first = bench.admission.submit(bench.submission("done", "key")).run();
        restart();
        RunAdmission.Result second = bench.admission.submit(bench.submission("done", "key"));
        assertThat(second.run().id()).isEqualTo(first.id());
    }

    @Test
    void shouldHaveRoomForAKnownKeyAlsoWhenTheQueueIsFull() throws Exception {
        bench.admission.submit(bench.submission("done", "key"));
        bench.submit("done");
        bench.submit("done");
        bench.admission.checkCapacity("key");
        assertThat(bench.admission.submit(bench.submission("done", "key")).created())
                .isFalse();
    }

    @Test
    void shouldForgetAKeyWithItsRun() throws Exception {
        Run run = bench.admission.submit(bench.submission("done", "key")).run();
        bench.runs.cancel(run.id());
        bench.runs.delete(run.id(), false);
        assertThat(bench.admission.submit(bench.submission("other", "key")).created())
                .isTrue();
    }

    @Test
    void shouldMakeOneRunOfConcurrentSubmitsWithOneKey() throws Exception {
        List<Callable<RunAdmission.Result>> submits = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Submission submission = bench.submission("done", "key");
            submits.add(() -> bench.admission.submit(submission));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<RunId> ids = new ArrayList<>();
        for (Future<RunAdmission.Result> accepted : threads.invokeAll(submits)) {
            ids.add(accepted.get().run().id());
        }
        threads.shutdown();
        assertThat(ids).containsOnly(ids.get(0));
        assertThat(bench.runs.newestFirst()).hasSize(1);
    }

    @Test
    void shouldRunWhatWasQueuedInItsOrderAfterARestart() throws Exception {
        Run first = bench.submit("first");
        Run second = bench.submit("second");
        restart();
        bench.work();
        bench.ended(bench.run(first.id()));
        bench.ended(bench.run(second.id()));
        assertThat(bench.pipeline.ran).containsExactly("first", "second");
    }

    @Test
    void shouldRunAnInterruptedRunAgain() throws Exception {
        Run run = bench.submit("done");
        bench.runs.next();
        restart();
        bench.work();
        Run ended = bench.ended(bench.run(run.id()));
        assertThat(ended.state().label()).isEqualTo("succeeded");
        assertThat(ended.state().attempt()).isEqualTo(2);
        assertThat(bench.heard.words).startsWith("recovered");
    }

    @Test
    void shouldFailARunThatWasInterruptedTooOften() throws Exception {
        Run run = bench.submit("done");
        for (int i = 0; i < RunFixtures.MAX_ATTEMPTS; i++) {
            bench.runs.next();
            restart();
        }
        Run failed = bench.run(run.id());
        assertThat(failed.state().label()).isEqualTo("failed");
        assertThat(failed.outcome().error()).isEqualTo("The process ended during each of 2 attempts");
        assertThat(bench.metrics(failed)).contains("\"status\": \"error\"", "each of 2 attempts");
    }

    @Test
    void shouldLeaveAnEndedRunAsItWas() throws Exception {
        bench.work();
        Run ended = bench.ended(bench.submit("done"));
        byte[] record = bench.store.metrics(ended.id()).readAllBytes();
        bench.close();
        bench = RunFixtures.over(data);
        assertThat(bench.run(ended.id())).isEqualTo(ended);
        assertThat(bench.store.metrics(ended.id()).readAllBytes()).isEqualTo(record);
    }

    @Test
    void shouldMissARunWhoseFolderSomebodyDeleted() throws Exception {
        Run run = bench.submit("done");
        for (String file : new String[] {"run.json", "config.yaml", "input.csv"}) {
            Files.delete(data.resolve("runs").resolve(run.id().value()).resolve(file));
        }
        Files.delete(data.resolve("runs").resolve(run.id().value()));
        assertThat(bench.runs.find(run.id())).isNull();
        assertThat(bench.runs.newestFirst()).isEmpty();
    }

    @Test
    void shouldDeleteOnlyWhatHasEnded() throws Exception {
        Run run = bench.submit("done");
        assertThat(bench.runs.delete(run.id(), false)).isFalse();
        bench.runs.cancel(run.id());
        assertThat(bench.runs.delete(run.id(), false)).isTrue();
        assertThat(bench.runs.find(run.id())).isNull();
        assertThat(data.resolve("runs")).isEmptyDirectory();
        assertThat(data.resolve("outgoing")).isEmptyDirectory();
    }

    @Test
    void shouldCancelAWaitingRunAtOnce() throws Exception {
        Run run = bench.submit("done");
        Run cancelled = bench.runs.cancel(run.id());
        assertThat(cancelled.state().label()).isEqualTo("cancelled");
        assertThat(bench.metrics(run)).contains("The run was cancelled");
        assertThat(bench.runs.queued()).isZero();
        assertThat(bench.runs.cancel(run.id())).isNull();
    }

    @Test
    void shouldTellAListenerHowLongARunWaited() throws Exception {
        Run run = bench.submit("done");
        bench.clock.pass(Duration.ofSeconds(9));
        WorkerPool workers = bench.work();
        bench.ended(run);
        // the end is to be seen a moment before it is told
        workers.stop(Duration.ofSeconds(5));
        assertThat(bench.heard.words).containsExactly("submitted", "started after 9 s", "succeeded");
    }

    @Test
    void shouldSayWhetherARerunFoundTheSame() throws Exception {
        bench.work();
        Run first = bench.ended(bench.submit("done"));
        assertThat(bench.ended(rerun(first)).outcome().identical()).isTrue();
        Files.writeString(data.resolve("runs").resolve(first.id().value()).resolve("metrics.json"), "{}");
        assertThat(bench.ended(rerun(first)).outcome().identical()).isFalse();
    }

    @Test
    void shouldNotSayWhetherARerunFoundTheSameWhereTheFirstIsGone() throws Exception {
        WorkerPool workers = bench.work();
        Run first = bench.ended(bench.submit("done"));
        workers.stop(Duration.ofSeconds(5));
        Run again = rerun(first);
        bench.runs.delete(first.id(), false);
        restart();
        bench.work();
        assertThat(bench.ended(bench.run(again.id())).outcome().identical()).isNull();
    }

    @Test
    void shouldKeepAnEndThatTheDiskRefusedAsSoonAsItTakesIt() throws Exception {
        Run run = bench.submit("done");
        Path incoming = data.resolve("incoming");
        Files.delete(incoming);
        bench.runs.cancel(run.id());
        bench.recovery.retryFailedSaves();
        assertThat(bench.heard.words).containsExactly("submitted", "not saved", "not saved", "cancelled");
        assertThat(bench.run(run.id()).state().label()).isEqualTo("cancelled");
        Files.createDirectory(incoming);
        bench.recovery.retryFailedSaves();
        restart();
        assertThat(bench.run(run.id()).state().label()).isEqualTo("cancelled");
    }

    @Test
    void shouldLeaveNothingOfASubmitThatTheDiskRefused() throws Exception {
        Path runs = data.resolve("runs");
        Files.delete(runs);
        Submission refused = bench.submission("done", "key");
        assertThatThrownBy(() -> bench.admission.submit(refused)).isInstanceOf(IOException.class);
        assertThat(data.resolve("uploads")).isEmptyDirectory();
        assertThat(data.resolve("incoming")).isEmptyDirectory();
        assertThat(bench.runs.newestFirst()).isEmpty();
        Files.createDirectory(runs);
        assertThat(bench.admission.submit(bench.submission("done", "key")).created())
                .isTrue();
    }

    private Run rerun(Run run) throws Exception {
        Submission submission = new Submission(
                run.pipeline(),
                run.input(),
                bench.store.linkInput(run),
                "done",
                Map.of(),
                new Submission.Options(null, null, run.id()));
        return bench.admission.submit(submission).run();
    }
}
