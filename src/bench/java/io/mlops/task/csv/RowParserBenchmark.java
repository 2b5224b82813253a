package io.mlops.task.csv;

import io.mlops.task.sample.OhlcvSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds for each row of a block in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RowParserBenchmark {
    private static final int ROWS = 10_000;
    private static final int COLUMNS = 7;

    @Param({"true", "false"})
    boolean fast;

    @Param({"plain", "lines quoted", "fields quoted", "no two alike"})
    String kind;

    private final RowBatch rows = new RowBatch(ROWS);
    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private RowParser parser = rowParser();

    @Setup
    public void sample() throws IOException {
        Path file = Files.createTempFile("bench", ".csv");
        OhlcvSample.write(file, ROWS, OhlcvSample.SEED);
        StringBuilder text = new StringBuilder();
        int row = 0;
        for (String line : Files.readAllLines(file)) {
            text.append(row++ == 0 ? line : formatted(line, row)).append('\n');
        }
        Files.delete(file);
        byte[] ascii = text.toString().getBytes(StandardCharsets.US_ASCII);
        from = text.indexOf("\n") + 1;
        to = ascii.length;
        bytes = Arrays.copyOf(ascii, to + RowParser.PADDING);
        parser = rowParser();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int parse() {
        parser.parse(bytes, from, to, true, rows);
        return rows.count;
    }

    private String formatted(String line, int row) {
        return switch (kind) {
            case "lines quoted" -> '"' + line + '"';
            case "fields quoted" -> '"' + line.replace(",", "\",\"") + '"';
            case "no two alike" -> "x".repeat(row * 7919 % 97) + line.replace(".", "." + "7".repeat(row * 31 % 7));
            default -> line;
        };
    }

    private RowParser rowParser() {
        return new RowParser.Factory("close", 4, COLUMNS, fast).parser();
    }
}
