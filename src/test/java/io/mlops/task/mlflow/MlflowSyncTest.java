package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelArtifacts;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.model.registry.Refusal;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainingResult;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunState;
import io.mlops.task.store.FileModelRegistry;
import io.mlops.task.store.FileSyncStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowSyncTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static UnregisteredVersion searched;
    private static UnregisteredVersion line;

    @TempDir
    private Path directory;

    private StoredRunsOfTests runs;
    private TrackingStub server;
    private FileModelRegistry models;
    private ChampionService championService;

    @BeforeAll
    static void train() throws ModelException {
        SearchSpace space = SearchSpace.of(
                Algorithm.GRADIENT_BOOSTING,
                List.of(FeatureSet.GEO),
                Map.of("rounds", List.of(10.0, 20.0), "max_depth", List.of(2.0)),
                2);
        searched = HousingFixtures.newVersion(space);
        line = HousingFixtures.newVersion(HousingFixtures.linear());
    }

    @BeforeEach
    void open() throws Exception {
        server = new TrackingStub();
        runs = new StoredRunsOfTests(directory);
        models = FileModelRegistry.open(directory.resolve("models"), "housing", CLOCK);
        championService = ChampionService.open(models, PromotionGate.defaults(), CLOCK);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Returns a sync as after a restart, without state in memory. */
    private MlflowSync sync() {
        TrackingServer to =
                TrackingServer.of(server.uri().toString(), Optional.empty(), Optional.empty(), Optional.empty());
        return sync(to);
    }

    private MlflowSync sync(TrackingServer to) {
        FileSyncStateStore<SyncState> state =
                new FileSyncStateStore<>(directory.resolve("mlflow/housing.json"), SyncState.class);
        return new MlflowSync(models, runs, TrackingNames.DEFAULT, state, to);
    }

    private void addTwoAndPromoteTheSecond() throws ModelException {
        models.add(line);
        models.add(searched);
        championService.promote(2, "ops", "better");
    }

    @Test
    void shouldLogEachVersionAsARunWithEverythingKnownAboutIt() throws Exception {
        addTwoAndPromoteTheSecond();
        MlflowSync sync = sync();
        assertThat(sync.pending()).isEqualTo(3);
        sync.reconcile();
        assertThat(sync.pending()).isZero();
        TrackingStub.Run run = server.runs.get("r2");
        assertThat(run.lastStatus()).isEqualTo("FINISHED");
        assertThat(run.parameters())
                .containsEntry("algorithm", "gradient_boosting")
                .containsEntry("features", "geo")
                .containsEntry("rounds", "20")
                .containsEntry("config.pipeline", "housing");
        assertThat(run.tags())
                .containsEntry("mlops.run_id", "run-1")
                .containsEntry("mlops.version", "2")
                .containsEntry("mlops.data_sha256", searched.split().identity().dataHash())
                .containsEntry("mlops.split_seed", "42")
                .containsEntry("mlops.test_size", "0.2")
                .containsEntry("mlops.code", "test")
                .containsEntry("mlops.java", searched.provenance().javaVersion());
        assertThat(run.metrics())
                .anyMatch(metric -> metric.contains("\"held_out_rmse\"")
                        && metric.contains(
                                String.valueOf(searched.candidate().heldOut().rmse())))
                .anyMatch(metric -> metric.contains("\"train_r2\""))
                .anyMatch(metric -> metric.contains("\"learning_held_out_rmse\"") && metric.contains("\"step\":20"));
        assertThat(run.metrics().stream().filter(metric -> metric.contains("trial_rmse")))
                .hasSize(2);
        assertThat(run.files())
                .contains("model_card.md", "plots.json", "configuration.json", "trials.json", "m2/MLmodel")
                .contains("m2/model.ubj", "m2/descriptor.json", "m2/code/mlops_model.py");
        assertThat(server.runs.get("r1").files()).contains("m1/model.json").doesNotContain("trials.json");
        assertThat(server.versions).containsEntry("2", "mlflow-artifacts:/7/models/m2/artifacts");
        assertThat(server.aliases).containsEntry("champion", "2");
    }

    @Test
    void shouldMoveTheAliasWithPromotionAndRollback() throws Exception {
        models.add(line);
        championService.promote(1, "ops", "first");
        MlflowSync sync = sync();
        sync.reconcile();
        assertThat(server.aliases).containsEntry("champion", "1");
        models.add(searched);
        championService.promote(2, "ops", "better");
        sync.reconcile();
        assertThat(server.aliases).containsEntry("champion", "2");
        championService.rollback("ops", "complaints");
        assertThat(sync.pending()).isEqualTo(1);
        sync.reconcile();
        assertThat(server.aliases).containsEntry("champion", "1");
    }

    @Test
    void shouldSendNothingIfNothingIsPending() throws Exception {
        addTwoAndPromoteTheSecond();
        MlflowSync sync = sync();
        sync.reconcile();
        server.requests.clear();
        sync.reconcile();
        assertThat(server.requests).isEmpty();
    }

    @Test
    void shouldGiveTheSameResultAfterACrashAtAnyStep() throws Exception {
        addTwoAndPromoteTheSecond();
        sync().reconcile();
        int requestCount = server.requests.size();
        Map<String, TrackingStub.Run> undisturbed = server.runs;
        assertThat(requestCount).isGreaterThan(20);
        for (int step = 1; step <= requestCount; step++) {
            server.close();
            server = new TrackingStub();
            server.loseResponse(step);
            MlflowSync crashing = sync();
            assertThatThrownBy(crashing::reconcile).as("step %d", step).isInstanceOf(TrackingException.class);
            sync().reconcile();
            assertThat(server.runs.keySet()).as("step %d", step).containsExactly("r1", "r2");
            for (String id : server.runs.keySet()) {
                TrackingStub.Run run = server.runs.get(id);
                assertThat(run.metrics())
                        .as("step %d", step)
                        .isEqualTo(undisturbed.get(id).metrics());
                assertThat(run.files()).isEqualTo(undisturbed.get(id).files());
                assertThat(run.tags()).isEqualTo(undisturbed.get(id).tags());
                assertThat(run.lastStatus()).isEqualTo("FINISHED");
            }
            assertThat(server.versions).as("step %d", step).hasSize(2);
            assertThat(server.aliases).containsEntry("champion", "2");
        }
    }

    @Test
    void shouldFindWhatWasSentIfItsStateIsLost() throws Exception {
        addTwoAndPromoteTheSecond();
        sync().reconcile();
        Files.writeString(directory.resolve("mlflow/housing.json"), "{truncated");
        sync().reconcile();
        assertThat(server.runs).hasSize(2);
        assertThat(server.versions).hasSize(2);
    }

    @Test
    void shouldSendEverythingAgainToAServerThatLostItsData() throws Exception {
        addTwoAndPromoteTheSecond();
        sync().reconcile();
        server.forget();
        sync().reconcile();
        assertThat(server.runs).hasSize(2);
        assertThat(server.aliases).containsEntry("champion", "2");
    }

    @Test
    void shouldSendTheOthersIfOneVersionIsRejected() throws Exception {
        addTwoAndPromoteTheSecond();
        server.reject("linear_regression");
        MlflowSync sync = sync();
        assertThatThrownBy(sync::reconcile)
                .hasMessageContaining("400 INVALID_PARAMETER_VALUE")
                .hasMessageContaining("/api/2.0/mlflow/runs/create");
        assertThat(sync.pending()).isEqualTo(1);
        assertThat(server.aliases).containsKey("champion");
        server.reject("");
        sync.reconcile();
        assertThat(sync.pending()).isZero();
    }

    /** The fixture's versions are of the run "run-1", which is not stored. */
    private void addAVersionOf(Run run) throws ModelException {
        models.add(new UnregisteredVersion(
                searched.candidate(),
                searched.split(),
                ModelProvenance.of(
                        searched.split().identity(),
                        Map.of("seed", "42"),
                        "test",
                        run.id().value())));
    }

    @Test
    void shouldLogTheRunThatTrainedAVersionWhenItHasEnded() throws Exception {
        Run running = runs.started("housing", Map.of("team", "pricing"));
        addAVersionOf(running);
        MlflowSync sync = sync();
        assertThat(sync.pending()).isZero();
        sync.reconcile();
        assertThat(server.runs).isEmpty();
        Run ended = runs.end(running, RunState.FinalState.SUCCEEDED, null, List.of());
        models.refuse(1, new Refusal(Refusal.State.HELD, "The data changed", CLOCK.instant()));
        sync.reconcile();
        TrackingStub.Run run = server.runs.get("r1");
        assertThat(run.times())
                .containsEntry("start", StoredRunsOfTests.STARTED.toEpochMilli())
                .containsEntry("end", StoredRunsOfTests.ENDED.toEpochMilli());
        assertThat(run.tags())
                .containsEntry("team", "pricing")
                .containsEntry("mlops.run_id", ended.id().value())
                .containsEntry("mlops.promoted", "false")
                .containsEntry("mlops.refusal", "held")
                .containsEntry("mlops.promotion_reason", "The data changed");
        assertThat(run.files()).contains("run.log", "metrics.json", "config.yaml", "data/train.csv", "m1/MLmodel");
        assertThat(run.datasets()).hasSize(2).anySatisfy(dataset -> assertThat(dataset)
                .contains(
                        "\"training\"",
                        "\"http\"",
                        "/api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/data/train.csv"));
    }

    @Test
    void shouldLogEachCandidateAsAChildRun() throws Exception {
        Run run = runs.started("housing", Map.of());
        addAVersionOf(run);
        TrainingResult result = new TrainingResult(searched.split(), List.of(searched.candidate(), line.candidate()));
        runs.artifact(run, ModelArtifacts.CANDIDATES, ModelArtifacts.candidates(result));
        runs.end(run, RunState.FinalState.SUCCEEDED, null, List.of());
        sync().reconcile();
        assertThat(server.runs).containsOnlyKeys("r1", "r2", "r3");
        assertThat(server.runs.get("r3").tags())
                .containsEntry("mlflow.parentRunId", "r1")
                .containsEntry("name", "linear_regression");
        assertThat(server.runs.get("r2").parameters()).containsEntry("rounds", "20");
        assertThat(server.runs.get("r2").metrics())
                .anyMatch(metric -> metric.contains("\"held_out_rmse\"")
                        && metric.contains(
                                String.valueOf(searched.candidate().heldOut().rmse())));
        assertThat(server.versions).hasSize(1);
    }

    @Test
    void shouldKeepTheModelWithItsRunOnAServerWithoutLoggedModels() throws Exception {
        server.withoutLoggedModels();
        models.add(line);
        sync().reconcile();
        assertThat(server.runs.get("r1").files()).contains("model/MLmodel", "model/model.json");
        assertThat(server.versions).containsEntry("1", "mlflow-artifacts:/7/r1/artifacts/model");
    }

    @Test
    void shouldSendCredentials() throws Exception {
        models.add(line);
        TrackingServer to =
                TrackingServer.of(server.uri().toString(), Optional.of("abc"), Optional.empty(), Optional.empty());
        sync(to).reconcile();
        assertThat(server.authorizations).isNotEmpty().allMatch("Bearer abc"::equals);
        assertThat(directory.resolve("mlflow/housing.json")).content().doesNotContain("abc");
    }

    @Test
    void shouldRetryAfterAnOutageAndLogItOnce() throws Exception {
        addTwoAndPromoteTheSecond();
        server.down(true);
        LogHandler log = new LogHandler();
        Logger logger = Logger.getLogger(MlflowSyncWorker.class.getName());
        logger.addHandler(log);
        MlflowSync sync = sync();
        try (MlflowSyncWorker worker = worker(() -> List.of(sync))) {
            worker.start();
            await().until(() -> server.requests.size() >= 4);
            assertThat(worker.pendingCount()).isEqualTo(3);
            assertThat(worker.lastSuccess()).isEqualTo(Instant.EPOCH);
            assertThat(log.messages).hasSize(1);
            assertThat(log.messages.get(0))
                    .startsWith("MLflow sync failed, will retry: ")
                    .contains("responds to GET /api/2.0/mlflow/experiments/get-by-name with 503");
            server.down(false);
            await().until(() -> worker.pendingCount() == 0 && log.messages.size() == 2);
            assertThat(log.messages.get(1)).startsWith("MLflow sync resumed after ");
            assertThat(worker.lastSuccess()).isEqualTo(CLOCK.instant());
            assertThat(server.aliases).containsEntry("champion", "2");
        } finally {
            logger.removeHandler(log);
        }
    }

    @Test
    void shouldGoOnAfterAnError() throws Exception {
        addTwoAndPromoteTheSecond();
        MlflowSync sync = sync();
        AtomicInteger failures = new AtomicInteger();
        Callable<List<MlflowSync>> syncs = () -> {
            if (failures.getAndIncrement() < 2) {
                throw new OutOfMemoryError("a test's");
            }
            return List.of(sync);
        };
        try (MlflowSyncWorker worker = worker(syncs)) {
            worker.start();
            await().until(() -> worker.lastSuccess().equals(CLOCK.instant()));
            assertThat(failures).hasValueGreaterThan(2);
            assertThat(server.aliases).containsEntry("champion", "2");
        }
    }

    private static MlflowSyncWorker worker(Callable<List<MlflowSync>> syncs) {
        return new MlflowSyncWorker(syncs, Duration.ofMillis(5), CLOCK, new BackgroundTasks(BackgroundTasks.TOLERANCE));
    }

    private static final class LogHandler extends Handler {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            messages.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
