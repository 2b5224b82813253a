package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.layout.MissingPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("counts the threads of all scans")
class BlockScanTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void shouldNameTheFirstProblemInFileOrder(int threads) throws IOException {
        Random random = new Random(threads);
        for (int i = 0; i < 30; i++) {
            int rows = 200 + random.nextInt(2000);
            int first = random.nextInt(rows);
            StringBuilder text = new StringBuilder("close,text\n");
            for (int row = 0; row < rows; row++) {
                text.append(row >= first && (row == first || random.nextInt(5) == 0) ? "wrong," : row + ",")
                        .append("x\n");
            }
            Path file = write(text.toString());
            assertThat(ReadResult.of(file, new ColumnScan.Options(100, true), threads))
                    .isEqualTo("error: line " + (first + 2)
                            + ", column \"close\": must be a number, was \"wrong\"; if it means a missing"
                            + " value, set na_values: [\"wrong\"]\n");
        }
    }

    @Test
    void shouldReadALineLongerThanManyBlocks() throws IOException {
        String text = "a".repeat(1_000_000);
        Path file = write("text,close\n" + text + ",1.5\n\"" + text + "\n" + text + "\",2.5\nshort,3.5\n");
        assertThat(ReadResult.of(file, new ColumnScan.Options(1000, true), 2))
                .isEqualTo("rows: 3\nmissing: 0\n1.5\n2.5\n3.5\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text,close\na,1\n\"", "text,close\na,1\n"})
    void shouldRejectALineWithoutEnd(String start) throws IOException {
        Path file = write(start + "a".repeat(BlockSource.MAX_RECORD_BYTES + 3_000_000));
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2))
                .isEqualTo("error: line 3: longer than 16777216 bytes; is a quote opened and never closed?\n");
    }

    @Test
    void shouldReadALongHeader() throws IOException {
        Path file = write("a".repeat(300_000) + ",close\nx,1.5\n");
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2)).isEqualTo("rows: 1\nmissing: 0\n1.5\n");
    }

    @Test
    void shouldReadALongHeaderWithoutRows() throws IOException {
        Path file = write("a".repeat(300_000) + ",close");
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2)).isEqualTo("rows: 0\nmissing: 0\n");
    }

    @Test
    void shouldRejectAHeaderWithoutEnd() throws IOException {
        Path file = write("a".repeat(3_000_000) + ",close\nx,1.5\n");
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2))
                .isEqualTo("error: line 1: no end of the header within 1048576 bytes\n");
    }

    @Test
    void shouldRefuseAHeaderOfTooManyColumns() throws IOException {
        Path file = write("close" + ",".repeat(100_000) + "\n");
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2))
                .isEqualTo("error: line 1: more than 100000 columns in the header\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReportItsProgress(int threads) throws Exception {
        Path file = write("close\n" + "1.5\n".repeat(1000));
        List<String> progress = new ArrayList<>();
        ScanListener listener = new SilentListener() {
            @Override
            public void scanned(long bytes, long totalBytes, long rows) {
                progress.add(bytes + " of " + totalBytes + ", rows " + rows);
            }
        };
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, threads);
        ColumnScan.read(FileChannel.open(file), query, rows -> {}, listener, new ColumnScan.Options(1600, true));
        assertThat(progress)
                .containsExactly("1606 of 4006, rows 400", "3206 of 4006, rows 800", "4006 of 4006, rows 1000");
    }

    @RepeatedTest(20)
    void shouldStopWhenInterrupted() throws Exception {
        Path file = write("close\n" + "1.5\n".repeat(300_000));
        Thread reader = Thread.currentThread();
        CountDownLatch reading = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                reading.await();
            } catch (InterruptedException e) {
                return;
            }
            reader.interrupt();
        });
        other.start();
        ColumnSink sink = rows -> reading.countDown();
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, 2);
        assertThatThrownBy(() -> ColumnScan.read(
                        FileChannel.open(file), query, sink, new SilentListener(), new ColumnScan.Options(64, true)))
                .isInstanceOf(InterruptedException.class);
        other.join();
        assertThat(scanThreads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldDeliverNoRowsAfterAProblem(int threads) throws IOException {
        Path file = write("close,text\n" + "1,x\n".repeat(300) + "wrong,x\n" + "\"2,x\"\n".repeat(300));
        for (int i = 0; i < 200; i++) {
            assertThat(ReadResult.of(file, new ColumnScan.Options(20, true), threads))
                    .isEqualTo(
                            "error: line 302, column \"close\": must be a number, was \"wrong\"; if it means a missing"
                                    + " value, set na_values: [\"wrong\"]\n");
        }
    }

    @Test
    void shouldThrowWhatTheSinkThrows() throws IOException {
        Path file = write("close\n" + "1.5\n".repeat(10_000));
        ColumnSink sink = rows -> {
            throw new IllegalStateException("full");
        };
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, 4);
        assertThatThrownBy(() -> ColumnScan.read(
                        FileChannel.open(file), query, sink, new SilentListener(), new ColumnScan.Options(64, true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
        assertThat(scanThreads()).isZero();
    }

    @Test
    void shouldEndEveryThreadIfABlockCannotBeAllocated() throws IOException {
        Path file = write("close\n" + "1.5\n".repeat(30_000));
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, 3);
        ColumnScan.Options tooMuch = new ColumnScan.Options(Integer.MAX_VALUE, true);
        assertThatThrownBy(
                        () -> ColumnScan.read(FileChannel.open(file), query, rows -> {}, new SilentListener(), tooMuch))
                .isInstanceOf(NegativeArraySizeException.class);
        assertThat(scanThreads()).isZero();
    }

    @Test
    void shouldEndEveryThreadIfAParserCannotBeCreated() throws IOException {
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, 3);
        OrderedRowConsumer inOrder =
                new OrderedRowConsumer(query, rows -> {}, new SilentListener(), Parsers.of(0, 1, false), -1);
        Path file = write("close\n" + "1.5\n".repeat(30_000));

        try (FileChannel channel = FileChannel.open(file)) {
            BlockScan scan = new BlockScan(new FileBlocks(channel, 6, channel.size(), 64), null, 3, 64, inOrder);

            assertThatThrownBy(scan::run).isInstanceOf(NullPointerException.class);
        }
        assertThat(scanThreads()).isZero();
    }

    @Test
    void shouldNotStartIfItIsInterrupted() throws IOException {
        Path file = write("close\n1.5\n");
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, 1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> ColumnScan.read(FileChannel.open(file), query, rows -> {}, new SilentListener()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static long scanThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("csv-scan"))
                .count();
    }

    private Path write(String text) throws IOException {
        return Files.write(directory.resolve("file.csv"), text.getBytes(StandardCharsets.US_ASCII));
    }
}
