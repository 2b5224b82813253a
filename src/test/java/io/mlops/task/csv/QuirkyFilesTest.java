package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.layout.MissingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many seeded files of mixed quirks; the reference parser, with the whole file as one block, is the oracle. */
@Concurrent
class QuirkyFilesTest {
    private static final int FILES_PER_SEED = 40;

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAgreeWithTheReferenceParser(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < FILES_PER_SEED; i++) {
            long fileSeed = random.nextLong();
            Path file = Files.write(directory.resolve("quirky.csv"), QuirkyFile.of(fileSeed));
            MissingPolicy missing = MissingPolicy.values()[random.nextInt(3)];
            ColumnQuery query = ColumnQuery.of("close", missing, 1 + random.nextInt(4));
            ColumnScan.Options options =
                    new ColumnScan.Options(1 + random.nextInt(random.nextBoolean() ? 200 : 20_000), true);
            assertThat(ReadResult.of(file, query, options))
                    .as("file of seed %d, %s, %s", fileSeed, query, options)
                    .isEqualTo(ReadResult.of(file, query, ReadResult.REFERENCE));
        }
    }
}
