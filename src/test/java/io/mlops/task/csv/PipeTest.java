package io.mlops.task.csv;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.layout.MissingPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
@Isolated("counts the threads of all scans")
class PipeTest {
    private static final ColumnScan.Options SMALL_BLOCKS = new ColumnScan.Options(1000, true);
    private static final int ROWS = 50_000;
    private static final String TEXT = "close,text\n" + "1.5,x\n".repeat(ROWS);
    private static final String EXPECTED = "rows: " + ROWS + "\nmissing: 0\n" + "1.5\n".repeat(ROWS);

    @TempDir
    Path directory;

    private Path pipe;
    private final CountDownLatch resumed = new CountDownLatch(1);

    @BeforeEach
    void make() throws Exception {
        pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    @AfterEach
    void release() {
        resumed.countDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReadIt(int threads) {
        write(bytes(TEXT), false);

        assertThat(ReadResult.of(pipe, SMALL_BLOCKS, threads)).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17, 65_536, 150_000})
    void shouldReadSeveralMembersOfGzipAsOne(int cut) throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(Arrays.copyOf(bytes(TEXT), cut)));
        members.write(gzip(Arrays.copyOfRange(bytes(TEXT), cut, TEXT.length())));
        write(members.toByteArray(), false);

        assertThat(ReadResult.of(pipe, SMALL_BLOCKS, 2)).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldStopIfItStallsAndTheReaderIsInterrupted(int threads) throws Exception {
        write(bytes(TEXT), true);

        assertThat(interrupted(threads, ROWS / 2)).isEqualTo("interrupted");
    }

    @Test
    void shouldStopIfItStallsInTheHeader() throws Exception {
        write(bytes("clo"), true);

        assertThat(interrupted(2, 0)).isEqualTo("interrupted");
    }

    @Test
    void shouldStopIfGzipStalls() throws Exception {
        byte[] zipped = gzip(bytes("close\n"));
        write(Arrays.copyOf(zipped, zipped.length - 9), true);

        assertThat(interrupted(2, 0)).isEqualTo("interrupted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReportAProblemEvenIfItStallsAfterIt(int threads) throws Exception {
        write(bytes("close,text\n" + "1.5,x\n".repeat(20_000) + "wrong,x\n" + "1.5,x\n".repeat(20_000)), true);
        FutureTask<String> reading = new FutureTask<>(() -> ReadResult.of(pipe, SMALL_BLOCKS, threads));
        new Thread(reading).start();

        assertThat(reading.get(10, SECONDS))
                .isEqualTo("error: line 20002, column \"close\": must be a number, was \"wrong\"; if it means a missing"
                        + " value, set na_values: [\"wrong\"]\n");
        assertThat(scanThreads()).isZero();
    }

    /** Returns the exception of a reader that is interrupted while it waits after that many rows. */
    private String interrupted(int threads, int rows) throws Exception {
        CountDownLatch delivered = new CountDownLatch(rows);
        ColumnSink sink = read -> {
            for (int i = 0; i < read.count(); i++) {
                delivered.countDown();
            }
        };
        FutureTask<String> reading = new FutureTask<>(() -> {
            try {
                ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, threads);
                ColumnScan.read(FileChannel.open(pipe), query, sink, new SilentListener(), SMALL_BLOCKS);
                return "read";
            } catch (InterruptedException e) {
                return Thread.currentThread().isInterrupted() ? "interrupted twice" : "interrupted";
            }
        });
        Thread reader = new Thread(reading);
        reader.start();
        delivered.await();
        Thread.sleep(300); // nothing shows that a thread waits for a pipe
        reader.interrupt();
        String said = reading.get(10, SECONDS);
        assertThat(scanThreads()).isZero();
        return said;
    }

    private void write(byte[] bytes, boolean stalls) {
        Thread writer = new Thread(() -> {
            try (OutputStream out = Files.newOutputStream(pipe, StandardOpenOption.WRITE)) {
                out.write(bytes);
                if (stalls) {
                    resumed.await();
                }
            } catch (IOException | InterruptedException e) {
                // the reader has stopped
            }
        });
        writer.setDaemon(true);
        writer.start();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static long scanThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("csv-scan"))
                .count();
    }
}
