package io.mlops.task.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousingSampleTest {
    @TempDir
    private Path folder;

    @Test
    void shouldMakeTheFileInHousingFixturesAgainByteForByte() throws Exception {
        Path made = folder.resolve("housing.csv");
        HousingSample.write(made, HousingSample.ROWS, HousingSample.SEED);
        assertThat(made).hasSameBinaryContentAs(Path.of("sample-data", "housing.csv"));
    }

    @Test
    void shouldMakeOtherRowsFromAnotherSeed() throws Exception {
        Path made = folder.resolve("housing.csv");
        HousingSample.write(made, 10, 7);
        assertThat(made).isRegularFile().content().hasLineCount(11);
        Path again = folder.resolve("again.csv");
        HousingSample.write(again, 10, 8);
        assertThat(again).content().isNotEqualTo(Files.readString(made));
    }
}
