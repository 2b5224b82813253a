package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.TrapCase;
import io.mlops.task.layout.MissingPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The result of reading the column {@code close} of each trap. */
@Concurrent
class TrapCasesTest {
    @TempDir
    Path directory;

    static Stream<TrapCase> traps() throws IOException {
        return TrapCase.all().stream().filter(TrapCase::isRead);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traps")
    void shouldReadAsExpected(TrapCase trap) throws IOException {
        Path file = trap.writeInput(directory);

        assertThat(ReadResult.of(file, ReadResult.REFERENCE, 1)).isEqualTo(trap.read());
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2)).isEqualTo(trap.read());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traps")
    void shouldReadTheSameInBlocksOfEverySize(TrapCase trap) throws IOException {
        Path file = trap.writeInput(directory);

        for (int blockSize = 1; blockSize <= 64; blockSize++) {
            for (int threads : new int[] {1, 3}) {
                assertThat(ReadResult.of(file, new ColumnScan.Options(blockSize, true), threads))
                        .as("blocks of %d bytes, %d threads", blockSize, threads)
                        .isEqualTo(trap.read());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traps")
    void shouldDropAndRejectTheSameInBlocksOfEverySize(TrapCase trap) throws IOException {
        Path file = trap.writeInput(directory);

        for (MissingPolicy missing : new MissingPolicy[] {MissingPolicy.DROP, MissingPolicy.ERROR}) {
            ColumnQuery query = ColumnQuery.of("close", missing, 3);
            String expected = ReadResult.of(file, query, ReadResult.REFERENCE);
            for (int blockSize = 1; blockSize <= 64; blockSize += 3) {
                assertThat(ReadResult.of(file, query, new ColumnScan.Options(blockSize, true)))
                        .as("missing: %s, blocks of %d bytes", missing, blockSize)
                        .isEqualTo(expected);
            }
        }
    }
}
