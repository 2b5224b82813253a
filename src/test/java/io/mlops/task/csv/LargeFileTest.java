package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.finding.Finding;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.sample.OhlcvSample;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the fast parser with the reference parser over ten million rows. Run by {@code ./mvnw test -Dtests.excluded= -Dgroups=slow}. */
@Tag("slow")
class LargeFileTest {
    private static final long ROWS = 10_000_000;

    @TempDir
    Path directory;

    @Test
    void shouldReadTenMillionRowsBitForBit() throws Exception {
        Path file = directory.resolve("large.csv");
        OhlcvSample.write(file, ROWS, 7);
        long plain = digest(file, ReadResult.REFERENCE.fast(), 1);
        assertThat(digest(file, true, 2)).isEqualTo(plain);
        assertThat(digest(file, true, 4)).isEqualTo(plain);
    }

    private static long digest(Path file, boolean fast, int threads)
            throws CsvException, IOException, InterruptedException {
        Digest digest = new Digest();
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, threads);
        ColumnScan.Summary summary = ColumnScan.read(
                FileChannel.open(file),
                query,
                digest,
                digest,
                new ColumnScan.Options(ColumnScan.Options.DEFAULT.blockSize(), fast));
        assertThat(summary).isEqualTo(new ColumnScan.Summary(ROWS, 0, 0));
        return digest.value;
    }

    private static final class Digest implements ColumnSink, ScanListener {
        long value;

        @Override
        public void accept(Rows rows) {
            for (int i = 0; i < rows.count(); i++) {
                value = 31 * value + Double.doubleToRawLongBits(rows.values()[i]);
            }
        }

        @Override
        public void scanned(long bytes, long totalBytes, long rows) {}

        @Override
        public void found(Finding finding) {
            throw new AssertionError(finding.message());
        }
    }
}
