package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.SampleData;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.training.Candidate;
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

/** One model of each kind to the server that src/test/mlflow/check started; the script then asks them in Python. */
class RealServerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int ROWS = 200;

    @TempDir
    private Path folder;

    @Test
    void shouldTellARealServerOfEveryKind() throws Exception {
        String uri = System.getProperty("mlflow.server", "");
        assumeThat(uri).as("a server to tell; src/test/mlflow/check starts one").isNotEmpty();
        FileModelRegistry models = FileModelRegistry.open(folder, "kinds", CLOCK);
        Dataset table = SampleData.table();
        List<double[]> predictions = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>(List.of(SampleData.boosting(50)));
        for (Algorithm kind : Algorithm.values()) {
            candidates.add(SampleData.usual(kind));
        }
        for (Candidate candidate : candidates) {
            UnregisteredVersion newVersion = SampleData.newVersion(candidate);
            models.add(newVersion);
            predictions.add(newVersion.candidate().model().predict(table));
        }
        TrackingServer server = TrackingServer.of(uri, Optional.empty(), Optional.empty(), Optional.empty());
        MlflowSync mirror = new MlflowSync(models, List::of, new FileSyncStateStore(folder.resolve("mlflow")), server);
        mirror.reconcile();
        assertThat(mirror.pending()).isZero();
        Files.write(Path.of(System.getProperty("mlflow.expected")), expected(table, predictions));
    }

    /** CSV: the eight features of a row, then the prediction of each version. */
    private static List<String> expected(Dataset table, List<double[]> predictions) {
        List<String> lines = new ArrayList<>();
        String versions = "";
        for (int v = 1; v <= predictions.size(); v++) {
            versions += ",version" + v;
        }
        lines.add(String.join(",", Feature.titles()) + versions);
        for (int r = 0; r < ROWS; r++) {
            StringBuilder line = new StringBuilder(Arrays.toString(table.row(r))
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
