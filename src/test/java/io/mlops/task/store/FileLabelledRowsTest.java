package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.monitoring.LabelledRow;
import io.mlops.task.model.monitoring.PredictedRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLabelledRowsTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path directory;

    private Path file;
    private FileLabelledRows rows;

    @BeforeEach
    void open() {
        file = directory.resolve("watch/labelled.jsonl");
        rows = new FileLabelledRows(file, 3);
    }

    private static LabelledRow row(String id, double actual) {
        double[] features = {8.3252, 41, 6.984127, 1.02381, 322, 2.555556, 37.88, -122.23};
        return new LabelledRow(new PredictedRow(id, "key \"" + id, 2, AT, features, 4.25), actual, AT.plusSeconds(9));
    }

    private List<LabelledRow> loaded() throws Exception {
        return new FileLabelledRows(file, 3).load();
    }

    @Test
    void shouldLoadWhatWasAppended() throws Exception {
        assertThat(rows.load()).isEmpty();
        rows.append(List.of(row("a", 4.5), row("b", 1e-7)));
        assertThat(loaded())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(row("a", 4.5), row("b", 1e-7));
    }

    @Test
    void shouldReplaceAndRemoveRowsById() throws Exception {
        rows.append(List.of(row("a", 1), row("b", 2)));
        rows.append(List.of(row("a", 3)));
        rows.append(List.of(row("b", Double.NaN)));
        assertThat(loaded()).usingRecursiveFieldByFieldElementComparator().containsExactly(row("a", 3));
    }

    @Test
    void shouldStayBounded() throws Exception {
        for (int i = 0; i < 100; i++) {
            rows.append(List.of(row("id" + i, i)));
            assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(6);
        }
        assertThat(loaded()).extracting(LabelledRow::actual).containsExactly(97.0, 98.0, 99.0);
    }

    @Test
    void shouldIgnoreALineThatAPowerFailureCutOff() throws Exception {
        rows.append(List.of(row("a", 1)));
        String line = Files.readString(file);
        for (int length = 1; length < line.length(); length += 11) {
            Files.writeString(file, line + line.substring(0, length));
            assertThat(loaded()).hasSize(1);
        }
        Files.writeString(file, "{\"id\":", StandardOpenOption.APPEND);
        rows.append(List.of(row("b", 2)));
        assertThat(loaded()).extracting(LabelledRow::actual).containsExactly(1.0, 2.0);
    }
}
