package io.mlops.task.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousingSampleTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReproduceTheFileInHousingFixturesByteForByte() throws Exception {
        Path sample = directory.resolve("housing.csv");
        HousingSample.write(sample, HousingSample.ROWS, HousingSample.SEED);
        assertThat(sample).hasSameBinaryContentAs(Path.of("sample-data", "housing.csv"));
    }

    @Test
    void shouldGenerateOtherRowsFromAnotherSeed() throws Exception {
        Path sample = directory.resolve("housing.csv");
        HousingSample.write(sample, 10, 7);
        assertThat(sample).isRegularFile().content().hasLineCount(11);
        Path other = directory.resolve("other.csv");
        HousingSample.write(other, 10, 8);
        assertThat(other).content().isNotEqualTo(Files.readString(sample));
    }
}
