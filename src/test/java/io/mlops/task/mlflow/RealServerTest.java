package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlops.task.model.Candidate;
import io.mlops.task.model.Feature;
import io.mlops.task.model.Kind;
import io.mlops.task.model.NewVersion;
import io.mlops.task.model.SampleData;
import io.mlops.task.model.Table;
import io.mlops.task.store.MirrorFiles;
import io.mlops.task.store.ModelFiles;
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
        ModelFiles models = ModelFiles.open(folder, "kinds", CLOCK);
        Table table = SampleData.table();
        List<double[]> predictions = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>(List.of(SampleData.boosting(50)));
        for (Kind kind : Kind.values()) {
            candidates.add(SampleData.usual(kind));
        }
        for (Candidate candidate : candidates) {
            NewVersion newVersion = SampleData.newVersion(candidate);
            models.add(newVersion);
            predictions.add(newVersion.contender().model().predict(table));
        }
        TrackingServer server = TrackingServer.of(uri, Optional.empty(), Optional.empty(), Optional.empty());
        Mirror mirror = new Mirror(models, List::of, new MirrorFiles(folder.resolve("mlflow")), server);
        mirror.reconcile();
        assertThat(mirror.behind()).isZero();
        Files.write(Path.of(System.getProperty("mlflow.expected")), expected(table, predictions));
    }

    /** CSV: the eight features of a row, then the prediction of each version. */
    private static List<String> expected(Table table, List<double[]> predictions) {
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
