package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.SampleData;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.training.Candidate;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.run.FinalState;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState;
import io.mlops.task.run.Submission;
import io.mlops.task.store.FileModelRegistry;
import io.mlops.task.store.FileSyncStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private Path folder;

    private final List<Run> failures = new ArrayList<>();
    private TrackingStub server;
    private FileModelRegistry models;
    private ChampionService championship;

    @BeforeAll
    static void train() throws ModelException {
        SearchSpace space = SearchSpace.of(
                Algorithm.GRADIENT_BOOSTING,
                List.of(FeatureSet.GEO),
                Map.of("rounds", List.of(10.0, 20.0), "max_depth", List.of(2.0)),
                2);
        searched = SampleData.newVersion(new Candidate("searched", space));
        line = SampleData.newVersion(SampleData.linear());
    }

    @BeforeEach
    void open() throws Exception {
        server = new TrackingStub();
        models = FileModelRegistry.open(folder.resolve("models"), "housing", CLOCK);
        championship = ChampionService.open(models, PromotionGate.defaults(), CLOCK);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** As after a restart: it knows nothing but what is on disk. */
    private MlflowSync mirror() {
        TrackingServer to =
                TrackingServer.of(server.uri().toString(), Optional.empty(), Optional.empty(), Optional.empty());
        return new MlflowSync(models, () -> failures, new FileSyncStateStore(folder.resolve("mlflow")), to);
    }

    private void addTwoAndSeatTheSecond() throws ModelException {
        models.add(line);
        models.add(searched);
        championship.promote(2, "ops", "better");
    }

    @Test
    void shouldTellEachVersionAsARunWithAllThatIsKnownOfIt() throws Exception {
        addTwoAndSeatTheSecond();
        MlflowSync mirror = mirror();
        assertThat(mirror.pending()).isEqualTo(3);
        mirror.reconcile();
        assertThat(mirror.pending()).isZero();
        TrackingStub.Run run = server.runs.get("r2");
        assertThat(run.lastStatus()).isEqualTo("FINISHED");
        assertThat(run.parameters())
                .containsEntry("kind", "gradient_boosting")
                .containsEntry("features", "geo")
                .containsEntry("rounds", "20")
                .containsEntry("config.pipeline", "housing");
        assertThat(run.tags())
                .containsEntry("mlops.run_id", "run-1")
                .containsEntry("mlops.version", "2")
                .containsEntry("mlops.data_sha256", searched.split().identity().dataHash())
                .containsEntry("mlops.split_seed", "42")
                .containsEntry("mlops.code", "test")
                .containsEntry("mlops.java", searched.provenance().java());
        assertThat(run.metrics())
                .anyMatch(metric -> metric.contains("\"held_out_rmse\"")
                        && metric.contains(
                                String.valueOf(searched.candidate().heldOut().rmse())))
                .anyMatch(metric -> metric.contains("\"train_r2\""))
                .anyMatch(metric -> metric.contains("\"learning_held_out_rmse\"") && metric.contains("\"step\":20"));
        assertThat(run.metrics().stream().filter(metric -> metric.contains("trial_rmse")))
                .hasSize(2);
        assertThat(run.files())
                .contains("model_card.md", "plots.json", "configuration.json", "trials.json", "model/MLmodel")
                .contains("model/model.ubj", "model/descriptor.json", "model/code/mlops_model.py");
        assertThat(server.runs.get("r1").files()).contains("model/model.json").doesNotContain("trials.json");
        assertThat(server.versions).containsEntry("2", "mlflow-artifacts:/7/r2/artifacts/model");
        assertThat(server.aliases).containsEntry("champion", "2");
    }

    @Test
    void shouldMoveTheAliasWithPromotionAndRollback() throws Exception {
        models.add(line);
        championship.promote(1, "ops", "first");
        MlflowSync mirror = mirror();
        mirror.reconcile();
        assertThat(server.aliases).containsEntry("champion", "1");
        models.add(searched);
        championship.promote(2, "ops", "better");
        mirror.reconcile();
        assertThat(server.aliases).containsEntry("champion", "2");
        championship.rollback("ops", "complaints");
        assertThat(mirror.pending()).isEqualTo(1);
        mirror.reconcile();
        assertThat(server.aliases).containsEntry("champion", "1");
    }

    @Test
    void shouldAskNothingWhereNothingIsNew() throws Exception {
        addTwoAndSeatTheSecond();
        MlflowSync mirror = mirror();
        mirror.reconcile();
        server.asked.clear();
        mirror.reconcile();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void shouldEndAtTheSameWhateverStepTheProgramDiesAfter() throws Exception {
        addTwoAndSeatTheSecond();
        mirror().reconcile();
        int requests = server.asked.size();
        Map<String, TrackingStub.Run> undisturbed = server.runs;
        assertThat(requests).isGreaterThan(20);
        for (int step = 1; step <= requests; step++) {
            server.close();
            server = new TrackingStub();
            server.loseAnswer(step);
            MlflowSync dying = mirror();
            assertThatThrownBy(dying::reconcile).as("step %d", step).isInstanceOf(TrackingException.class);
            mirror().reconcile();
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
    void shouldFindAgainWhatItSentWhenItsOwnNotesAreLost() throws Exception {
        addTwoAndSeatTheSecond();
        mirror().reconcile();
        Files.writeString(folder.resolve("mlflow/housing.json"), "{torn");
        mirror().reconcile();
        assertThat(server.runs).hasSize(2);
        assertThat(server.versions).hasSize(2);
    }

    @Test
    void shouldTellAllAgainToAServerThatWasSetUpAnew() throws Exception {
        addTwoAndSeatTheSecond();
        mirror().reconcile();
        server.forget();
        mirror().reconcile();
        assertThat(server.runs).hasSize(2);
        assertThat(server.aliases).containsEntry("champion", "2");
    }

    @Test
    void shouldNotLetOneRefusedVersionKeepTheOthersWaiting() throws Exception {
        addTwoAndSeatTheSecond();
        server.refuse("linear_regression");
        MlflowSync mirror = mirror();
        assertThatThrownBy(mirror::reconcile)
                .hasMessageContaining("400 INVALID_PARAMETER_VALUE")
                .hasMessageContaining("/api/2.0/mlflow/runs/create");
        assertThat(mirror.pending()).isEqualTo(1);
        assertThat(server.aliases).containsKey("champion");
        server.refuse("");
        mirror.reconcile();
        assertThat(mirror.pending()).isZero();
    }

    @Test
    void shouldTellAFailedTrainingAsAFailedRunOnce() throws Exception {
        models.add(line);
        failures.add(failed("no such column"));
        MlflowSync mirror = mirror();
        assertThat(mirror.pending()).isEqualTo(2);
        mirror.reconcile();
        mirror().reconcile();
        assertThat(server.runs).hasSize(2);
        assertThat(server.runs.get("r2").lastStatus()).isEqualTo("FAILED");
        assertThat(server.runs.get("r2").tags()).containsEntry("mlops.error", "no such column");
    }

    @Test
    void shouldShowTheServerWhatLetsItIn() throws Exception {
        models.add(line);
        TrackingServer to =
                TrackingServer.of(server.uri().toString(), Optional.of("abc"), Optional.empty(), Optional.empty());
        new MlflowSync(models, List::of, new FileSyncStateStore(folder.resolve("mlflow")), to).reconcile();
        assertThat(server.authorizations).isNotEmpty().allMatch("Bearer abc"::equals);
        assertThat(folder.resolve("mlflow/housing.json")).content().doesNotContain("abc");
    }

    @Test
    void shouldWaitOutAnOutageAndSayItOnce() throws Exception {
        addTwoAndSeatTheSecond();
        server.down(true);
        List<String> heard = new CopyOnWriteArrayList<>();
        SyncListener listener = new SyncListener() {
            @Override
            public void interrupted(Exception why) {
                heard.add("interrupted: " + why.getMessage());
            }

            @Override
            public void resumed(Duration after) {
                heard.add("resumed");
            }
        };
        MlflowSync mirror = mirror();
        try (MlflowSyncWorker mirroring =
                new MlflowSyncWorker(() -> List.of(mirror), Duration.ofMillis(5), CLOCK, listener)) {
            mirroring.start();
            await(() -> server.asked.size() >= 4);
            assertThat(mirroring.pendingCount()).isEqualTo(3);
            assertThat(mirroring.lastSuccess()).isEqualTo(Instant.EPOCH);
            assertThat(heard).hasSize(1);
            assertThat(heard.get(0)).contains("answers GET /api/2.0/mlflow/experiments/get-by-name with 503");
            server.down(false);
            await(() -> mirroring.pendingCount() == 0 && heard.size() == 2);
            assertThat(heard.get(1)).isEqualTo("resumed");
            assertThat(mirroring.lastSuccess()).isEqualTo(CLOCK.instant());
            assertThat(server.aliases).containsEntry("champion", "2");
        }
    }

    private static Run failed(String why) {
        RunState.Queued queued = RunState.Queued.first(CLOCK.instant());
        RunInput input = new RunInput("a.csv", true, null, 5, "ab");
        Submission submission = new Submission("housing", input, null, "", Map.of(), null, null, null);
        return Run.of(new RunId("01890a5d-ac96-774b-bcce-b302099a8057"), submission, queued)
                .ended(queued.start(CLOCK.instant()).end(FinalState.FAILED, CLOCK.instant()), null, why, List.of());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
