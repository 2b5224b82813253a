package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.store.FileModelRegistry;
import io.mlops.task.store.FileSyncStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends one model of each algorithm to the server that src/test/mlflow/check started; the script then loads them in Python. */
class RealServerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int ROWS = 200;

    @TempDir
    private Path directory;

    @Test
    void shouldSendEveryAlgorithmToARealServer() throws Exception {
        String uri = System.getProperty("mlflow.server", "");
        assumeThat(uri)
                .as("a tracking server; src/test/mlflow/check starts one")
                .isNotEmpty();
        FileModelRegistry models = FileModelRegistry.open(directory, "algorithms", CLOCK);
        Dataset dataset = HousingFixtures.sample();
        List<double[]> predictions = new ArrayList<>();
        List<SearchSpace> candidates = new ArrayList<>(List.of(HousingFixtures.boosting(50)));
        for (Algorithm algorithm : Algorithm.values()) {
            candidates.add(HousingFixtures.defaults(algorithm));
        }
        for (SearchSpace candidate : candidates) {
            UnregisteredVersion newVersion = HousingFixtures.newVersion(candidate);
            models.add(newVersion);
            predictions.add(newVersion.candidate().model().predict(dataset));
        }
        TrackingServer server = TrackingServer.of(uri, Optional.empty(), Optional.empty(), Optional.empty());
        MlflowSync sync = new MlflowSync(
                models,
                new StoredRunsOfTests(directory),
                TrackingNames.DEFAULT,
                new FileSyncStateStore<>(directory.resolve("mlflow.json"), SyncState.class),
                server);
        sync.reconcile();
        assertThat(sync.pending()).isZero();
        Files.write(Path.of(System.getProperty("mlflow.expected")), expected(dataset, predictions));
    }

    /** CSV: the eight features of a row, then the prediction of each version. */
    private static List<String> expected(Dataset dataset, List<double[]> predictions) {
        List<String> lines = new ArrayList<>();
        String versions = "";
        for (int v = 1; v <= predictions.size(); v++) {
            versions += ",version" + v;
        }
        lines.add(String.join(",", Feature.labels()) + versions);
        for (int r = 0; r < ROWS; r++) {
            StringBuilder line = new StringBuilder(Arrays.toString(dataset.row(r))
                    .replace("[", "")
                    .replace("]", "")
                    .replace(" ", ""));
            for (double[] prediction : predictions) {
                line.append(',').append(prediction[r]);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
