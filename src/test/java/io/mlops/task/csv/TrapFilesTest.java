package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files named for the trap they hold; beside each one what reading its column {@code close} gives. */
class TrapFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/csv");

    static List<String> traps() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".csv"))
                    .map(name -> name.substring(0, name.length() - ".csv".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("traps")
    void shouldReadAsExpected(String trap) throws IOException {
        String expected = Files.readString(FOLDER.resolve(trap + ".expected"));
        assertThat(ReadResult.of(file(trap), ReadResult.PLAIN, 1)).isEqualTo(expected);
        assertThat(ReadResult.of(file(trap), ScanOptions.DEFAULT, 2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("traps")
    void shouldReadTheSameInBlocksOfEverySize(String trap) throws IOException {
        String expected = Files.readString(FOLDER.resolve(trap + ".expected"));
        for (int blockSize = 1; blockSize <= 64; blockSize++) {
            for (int threads = 1; threads <= 4; threads++) {
                assertThat(ReadResult.of(file(trap), new ScanOptions(blockSize, true), threads))
                        .as("blocks of %d bytes, %d threads", blockSize, threads)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("traps")
    void shouldDropAndRefuseTheSameInBlocksOfEverySize(String trap) {
        for (MissingPolicy missing : new MissingPolicy[] {MissingPolicy.DROP, MissingPolicy.ERROR}) {
            ColumnQuery query = new ColumnQuery("close", missing, 3);
            String expected = ReadResult.of(file(trap), query, ReadResult.PLAIN);
            for (int blockSize = 1; blockSize <= 64; blockSize += 3) {
                assertThat(ReadResult.of(file(trap), query, new ScanOptions(blockSize, true)))
                        .as("missing: %s, blocks of %d bytes", missing, blockSize)
                        .isEqualTo(expected);
            }
        }
    }

    private static Path file(String trap) {
        return FOLDER.resolve(trap + ".csv");
    }
}
