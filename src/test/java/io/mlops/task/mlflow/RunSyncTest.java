package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.finding.Check;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunState.FinalState;
import io.mlops.task.store.FileSyncStateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSyncTest {
    @TempDir
    private Path directory;

    private TrackingStub server;
    private StoredRunsOfTests runs;

    @BeforeEach
    void open() throws IOException {
        server = new TrackingStub();
        runs = new StoredRunsOfTests(directory);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private TrackingServer address() {
        return TrackingServer.of(server.uri().toString(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns a sync as after a restart, without state in memory. */
    private RunSync sync(TrackingNames names) {
        return new RunSync(
                runs, names, new FileSyncStateStore<>(directory.resolve("runs.json"), RunSyncState.class), address());
    }

    private RunSync sync() {
        return sync(TrackingNames.DEFAULT);
    }

    private Run ended(String pipeline, Map<String, String> labels) throws IOException {
        return runs.end(runs.started(pipeline, labels), FinalState.SUCCEEDED, null, List.of());
    }

    @Test
    void shouldLogARunWithEverythingKnownAboutIt() throws Exception {
        Run run = runs.started("signal", Map.of("team", "fx"));
        runs.artifact(run, "groups.csv", "a\n".getBytes(StandardCharsets.UTF_8));
        runs.end(run, FinalState.SUCCEEDED, null, List.of(Check.MISSING_VALUES.finding(3, 7, "3 rows dropped")));
        RunSync sync = sync();
        assertThat(sync.pending()).isEqualTo(1);
        sync.reconcile();
        assertThat(sync.pending()).isZero();
        TrackingStub.Run sent = server.runs.get("r1");
        assertThat(sent.lastStatus()).isEqualTo("FINISHED");
        assertThat(sent.tags())
                .containsEntry("name", "signal " + run.id())
                .containsEntry("team", "fx")
                .containsEntry("mlops.input", "a.csv")
                .containsEntry("mlops.layout.delimiter", ",");
        assertThat(sent.parameters()).containsExactlyEntriesOf(Map.of("window", "2"));
        assertThat(sent.metrics())
                .anyMatch(metric -> metric.contains("\"signal_rate\",\"value\":0.25"))
                .anyMatch(metric -> metric.contains("\"rows_processed\",\"value\":4"))
                .anyMatch(metric -> metric.contains("\"finding.missing-values\",\"value\":3"))
                .noneMatch(metric -> metric.contains("\"seed\""));
        assertThat(sent.files()).contains("metrics.json", "run.log", "config.yaml", "groups.csv", "findings.json");
        assertThat(sent.times())
                .containsEntry("start", StoredRunsOfTests.STARTED.toEpochMilli())
                .containsEntry("end", StoredRunsOfTests.ENDED.toEpochMilli());
    }

    @Test
    void shouldLogAFailedTrainingWithItsParametersAndError() throws Exception {
        runs.end(runs.started("housing", Map.of()), FinalState.FAILED, "no such column", List.of());
        runs.end(runs.started("signal", Map.of()), FinalState.CANCELLED, "cancelled", List.of());
        sync().reconcile();
        assertThat(server.runs.get("r1").lastStatus()).isEqualTo("FAILED");
        assertThat(server.runs.get("r1").tags()).containsEntry("mlops.error", "no such column");
        assertThat(server.runs.get("r1").parameters()).containsEntry("config.window", "2");
        assertThat(server.runs.get("r2").lastStatus()).isEqualTo("KILLED");
    }

    @Test
    void shouldSendEachRunOnceAlthoughItEndsLate() throws Exception {
        Run slow = runs.started("signal", Map.of());
        ended("signal", Map.of());
        sync().reconcile();
        assertThat(server.runs).hasSize(1);
        server.requests.clear();
        sync().reconcile();
        assertThat(server.requests).allMatch(request -> request.contains("experiments/get-by-name"));
        runs.end(slow, FinalState.SUCCEEDED, null, List.of());
        RunSync sync = sync();
        assertThat(sync.pending()).isEqualTo(1);
        sync.reconcile();
        sync().reconcile();
        assertThat(server.runs).hasSize(2);
        assertThat(directory.resolve("runs.json")).content().contains(slow.id().value());
    }

    @Test
    void shouldSendARunThatIsSeenAfterALaterOne() throws Exception {
        Run late = runs.started("signal", Map.of());
        runs.delete(late);
        ended("signal", Map.of());
        sync().reconcile();
        runs.end(late, FinalState.SUCCEEDED, null, List.of());
        RunSync sync = sync();
        assertThat(sync.pending()).isEqualTo(1);
        sync.reconcile();
        assertThat(server.runs).hasSize(2);
    }

    @Test
    void shouldSendNewRunsHoweverManyWereRejected() throws Exception {
        for (int i = 0; i < 100; i++) {
            ended("signal", Map.of("team", "rejected"));
        }
        server.reject("rejected");
        RunSync sync = sync();
        assertThatThrownBy(sync::reconcile).isInstanceOf(TrackingException.class);
        Run run = ended("signal", Map.of("team", "fx"));
        assertThatThrownBy(sync::reconcile).isInstanceOf(TrackingException.class);
        assertThat(server.runs.get("r1").tags())
                .containsEntry("mlops.run_id", run.id().value());
        assertThat(sync.pending()).isEqualTo(100);
    }

    @Test
    void shouldSendTheOthersIfTheFilesOfOneAreDamaged() throws Exception {
        Run damaged = ended("signal", Map.of());
        Files.writeString(
                directory.resolve("runs").resolve(damaged.id().value()).resolve("metrics.json"), "{\"value\": tor");
        ended("signal", Map.of());
        RunSync sync = sync();
        assertThatThrownBy(sync::reconcile)
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining(damaged.id().value());
        assertThat(server.runs).hasSize(1);
    }

    @Test
    void shouldNotLetLabelsTakeThePlaceOfItsTags() throws Exception {
        ended(
                "signal",
                Map.of("mlops.identity", "x", "mlflow.parentRunId", "x", "mlflow.runName", "", "mlops.error", "x"));
        sync().reconcile();
        sync().reconcile();
        assertThat(server.runs).hasSize(1);
        assertThat(server.runs.get("r1").tags()).doesNotContainKeys("mlflow.parentRunId", "mlops.error");
    }

    @Test
    void shouldLoseNothingDuringAnOutage() throws Exception {
        ended("signal", Map.of());
        server.down(true);
        RunSync sync = sync();
        assertThatThrownBy(sync::reconcile).isInstanceOf(TrackingException.class);
        ended("signal", Map.of());
        assertThatThrownBy(sync::reconcile).isInstanceOf(TrackingException.class);
        assertThat(sync.pending()).isEqualTo(2);
        server.down(false);
        sync.reconcile();
        assertThat(server.runs).hasSize(2);
    }

    @Test
    void shouldGiveTheSameResultAfterACrashAtAnyStep() throws Exception {
        ended("signal", Map.of());
        sync().reconcile();
        int requestCount = server.requests.size();
        assertThat(requestCount).isGreaterThan(8);
        for (int step = 1; step <= requestCount; step++) {
            server.forget();
            Files.delete(directory.resolve("runs.json"));
            server.loseResponse(step);
            RunSync crashing = sync();
            assertThatThrownBy(crashing::reconcile).as("step %d", step).isInstanceOf(TrackingException.class);
            sync().reconcile();
            assertThat(server.runs.keySet()).as("step %d", step).containsExactly("r1");
            assertThat(server.runs.get("r1").lastStatus()).isEqualTo("FINISHED");
        }
    }

    @Test
    void shouldRetryWhatTheServerRejected() throws Exception {
        ended("signal", Map.of("team", "rejected"));
        ended("signal", Map.of());
        server.reject("rejected");
        RunSync sync = sync();
        assertThatThrownBy(sync::reconcile).hasMessageContaining("400 INVALID_PARAMETER_VALUE");
        assertThat(server.runs).hasSize(1);
        assertThat(sync.pending()).isEqualTo(1);
        server.reject("");
        sync().reconcile();
        assertThat(server.runs).hasSize(2);
    }

    @Test
    void shouldSendEverythingAgainToAServerThatLostItsData() throws Exception {
        ended("signal", Map.of());
        sync().reconcile();
        server.forget();
        sync().reconcile();
        assertThat(server.runs).hasSize(1);
    }

    @Test
    void shouldForgetARunThatWasDeleted() throws Exception {
        Run run = runs.started("signal", Map.of());
        ended("signal", Map.of());
        sync().reconcile();
        runs.delete(run);
        RunSync sync = sync();
        sync.reconcile();
        assertThat(sync.pending()).isZero();
        assertThat(directory.resolve("runs.json")).content().doesNotContain(run.id() + "\" ]");
    }

    @Test
    void shouldNameRunsByTheSettingOrTheLabel() throws Exception {
        ended("signal", Map.of());
        ended("signal", Map.of("mlflow.runName", "mine"));
        sync(new TrackingNames(Optional.of("nightly"), Optional.of("{pipeline} of {input}")))
                .reconcile();
        assertThat(server.runs.get("r1").tags()).containsEntry("name", "signal of a.csv");
        assertThat(server.runs.get("r2").tags()).containsEntry("name", "mine");
        assertThat(directory.resolve("runs.json")).content().contains("\"nightly\"");
    }

    @Test
    void shouldLogABatchRunAtOnceOrSayWhyNot() throws Exception {
        RunLogger logger = new RunLogger(address(), TrackingNames.DEFAULT);
        RunLogger.EndedRun run = new RunLogger.EndedRun(
                "1",
                "signal",
                false,
                "a.csv",
                StoredRunsOfTests.STARTED,
                StoredRunsOfTests.ENDED,
                new Provenance("1.0", "ab", "17", "Linux"),
                Map.of("delimiter", ";"),
                null,
                Map.of("window", "3"),
                List.of(),
                "{\"metric\": \"signal_rate\", \"value\": 0.5}",
                List.of());
        assertThat(logger.log(run, Duration.ofSeconds(20))).isEqualTo(server.uri() + "/#/experiments/7/runs/r1");
        assertThat(server.runs.get("r1").parameters()).containsEntry("window", "3");
        assertThat(server.runs.get("r1").lastStatus()).isEqualTo("FINISHED");
        assertThat(server.runs.get("r1").tags())
                .containsEntry("mlops.java", "17")
                .containsEntry("mlops.layout.delimiter", ";")
                .doesNotContainKey("mlops.error");
        server.down(true);
        assertThatThrownBy(() -> logger.log(run, Duration.ofSeconds(20)))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("503");
    }
}
