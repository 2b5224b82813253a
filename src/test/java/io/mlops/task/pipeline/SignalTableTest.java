package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.execution.SignalRange;
import io.mlops.task.store.BatchRunFiles;
import io.mlops.task.time.TimeParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Concurrent
class SignalTableTest {
    private static final String HEADER = "time,value,rolling_mean,signal";
    /** More than two blocks of the reader. */
    private static final int MANY = 40_000;

    @TempDir
    Path directory;

    @Test
    void shouldWriteEachRowWithItsMeanAndSignal() throws Exception {
        String csv = "date,close\n2024-01-02,10\n2024-01-03,12.5\n2024-01-04,\n2024-01-05,11\n2024-01-08,11.1\n";

        assertThat(lines(csv, "window: 2"))
                .containsExactly(
                        HEADER,
                        "2024-01-02,10.0,,0",
                        "2024-01-03,12.5,11.25,1",
                        "2024-01-04,,,0",
                        "2024-01-05,11.0,,0",
                        "2024-01-08,11.1,11.05,1");
    }

    @ParameterizedTest
    @CsvSource({"zero, 0", "exclude, ''", "drop, ''"})
    void shouldLeaveTheSignalEmptyWhereTheRateLeavesOutTheRow(String warmup, String signal) throws Exception {
        assertThat(lines("close\n1\n2\n", "window: 2\nwarmup: " + warmup))
                .containsExactly("value,rolling_mean,signal", "1.0,," + signal, "2.0,1.5,1");
    }

    @Test
    void shouldWriteTimesAsTheyStandInTheFile() throws Exception {
        String csv = "Date,Time,close\n\"Jan 05, 2024\",10:00,1\n\"Jan 04, 2024\",09:00,2\n";

        assertThat(lines(csv, "window: 1\ntime: [Date, Time]"))
                .containsExactly(HEADER, "\"Jan 05, 2024 10:00\",1.0,1.0,0", "\"Jan 04, 2024 09:00\",2.0,2.0,0");
        assertThat(lines(csv, "window: 1\ntime: [Date, Time]\norder: time"))
                .containsExactly(HEADER, "\"Jan 04, 2024 09:00\",2.0,2.0,0", "\"Jan 05, 2024 10:00\",1.0,1.0,0");
    }

    @Test
    void shouldWriteInterleavedGroupsInTheOrderOfTheFile() throws Exception {
        StringBuilder csv = new StringBuilder("time,symbol,close\n");
        List<String> expected = new ArrayList<>(List.of("group,time,value,rolling_mean,signal"));
        Map<String, Double> before = new HashMap<>();
        for (int row = 0; row < MANY; row++) {
            String symbol = "S" + (row * 7919L % 13);
            double close = 100 + row % 17;
            csv.append(row).append(",").append(symbol).append(",").append(close).append("\n");
            Double last = before.put(symbol, close);
            double mean = last == null ? Double.NaN : (last + close) / 2;
            expected.add(
                    symbol + "," + row + "," + close + "," + (last == null ? "" : mean) + "," + (close > mean ? 1 : 0));
        }

        String config = "window: 2\ngroup: symbol\ntime: time";
        assertThat(lines(csv.toString(), config)).isEqualTo(expected);
        assertThat(table(csv.toString(), config, SignalRange.ALL, false, 1))
                .isEqualTo(table(csv.toString(), config, SignalRange.ALL, false, 3));
        assertThat(table(csv.toString(), config, SignalRange.ALL, true, 1))
                .isEqualTo(table(csv.toString(), config, SignalRange.ALL, true, 3));
        assertThat(unzipped(table(csv.toString(), config, SignalRange.ALL, true, 2)))
                .isEqualTo(String.join("\n", expected) + "\n");
    }

    @ParameterizedTest
    @CsvSource({"first, '1.0 3.0 4.0'", "last, '2.0 3.0 5.0'"})
    void shouldLeaveOutRowsThatAreNotKept(String policy, String kept) throws Exception {
        String csv = "date,close\n2024-01-02,1\n2024-01-02,2\n2024-01-03,3\n2024-01-04,4\n2024-01-04,5\n";

        assertThat(String.join(" ", values(lines(csv, "window: 1\nduplicates: " + policy))))
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"10, 20, 10, 10", "0, 0, 0, 0", "39990, 50000, 39990, 10", "20000, 20001, 20000, 1"})
    void shouldWriteARangeOfRowsWithTheMeansOfAllRowsBefore(long from, long to, int first, int count) throws Exception {
        String csv = manyDays();
        List<String> all = lines(csv, "window: 5");
        SignalRange range = new SignalRange(null, from, to, Long.MIN_VALUE, Long.MAX_VALUE);

        List<String> some = lines(csv, "window: 5", range);

        assertThat(some.get(0)).isEqualTo(HEADER);
        assertThat(some.subList(1, some.size())).isEqualTo(all.subList(first + 1, first + 1 + count));
    }

    @Test
    void shouldWriteARangeOfTimes() throws Exception {
        List<String> some = lines(manyDays(), "window: 5", times("1970-02-01", "1970-02-04T00:00:00Z"));

        assertThat(some.subList(1, some.size()))
                .extracting(line -> line.substring(0, 10))
                .containsExactly("1970-02-01", "1970-02-02", "1970-02-03");
    }

    @Test
    void shouldKnowFromAllTimesWhetherTheDayIsBeforeTheMonth() throws Exception {
        String csv = "date,close\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n29/02/2024,4\n";

        assertThat(values(lines(csv, "window: 1", times("2024-02-02", "2024-02-29"))))
                .containsExactly("2.0", "3.0");
    }

    @Test
    void shouldWriteOneGroupOnly() throws Exception {
        String csv = "symbol,close\nA,1\n\"B,\"\"b\"\"\",2\nA,3\n\"B,\"\"b\"\"\",4\n";
        SignalRange range = new SignalRange("B,\"b\"", 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

        assertThat(lines(csv, "window: 2\ngroup: symbol", range))
                .containsExactly("group,value,rolling_mean,signal", "\"B,\"\"b\"\"\",4.0,3.0,1");
    }

    @Test
    void shouldReplaceAFileOnlyByAWholeOne() throws Exception {
        Path signals = Files.writeString(directory.resolve("signals.csv"), "before");

        assertThat(run("close\n1\nx\n", signals)).contains("\"status\": \"error\"");
        assertThat(signals).hasContent("before");
        assertThat(run("close\n1\n2\n", signals)).contains("\"status\": \"success\"");
        assertThat(signals).hasContent("value,rolling_mean,signal\n1.0,,0\n2.0,1.5,1\n");
        assertThat(run("close\n1\n2\n", directory.resolve("metrics.json"))).contains("must not be the metrics");
        assertThat(run("close\n1\n2\n", directory.resolve("data.csv"))).contains("is an input of the run");
        assertThat(run("close\n1\n2\n", directory)).contains("must be a file, was a directory");
    }

    private String run(String csv, Path signals) throws Exception {
        Path input = Files.writeString(directory.resolve("data.csv"), csv);
        BatchRunFiles files = new BatchRunFiles(
                directory.resolve("metrics.json"),
                directory.resolve("run.log"),
                null,
                signals,
                List.of(input),
                new Silent());
        return new Execution(
                        new SignalPipeline(), job(csv, "window: 2", 2), files, Clock.systemUTC(), ProgressListener.NONE)
                .run()
                .record();
    }

    private record Silent() implements LogSink {
        @Override
        public void write(byte[] lines) {}

        @Override
        public void close() {}
    }

    private static SignalRange times(String from, String to) {
        return new SignalRange(null, 0, Long.MAX_VALUE, TimeParser.of(from), TimeParser.of(to));
    }

    private static String manyDays() {
        StringBuilder csv = new StringBuilder("date,close\n");
        for (int row = 0; row < MANY; row++) {
            csv.append(LocalDate.ofEpochDay(row))
                    .append(',')
                    .append(100 + row % 7)
                    .append('\n');
        }
        return csv.toString();
    }

    private static List<String> values(List<String> lines) {
        return lines.stream().skip(1).map(line -> line.split(",", -1)[1]).toList();
    }

    private List<String> lines(String csv, String config) throws Exception {
        return lines(csv, config, SignalRange.ALL);
    }

    private List<String> lines(String csv, String config, SignalRange range) throws Exception {
        return new String(table(csv, config, range, false, 2), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private byte[] table(String csv, String config, SignalRange range, boolean gzip, int threads) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SignalPipeline().writeSignals(job(csv, config, threads), range, out, gzip);
        return out.toByteArray();
    }

    private Job job(String csv, String config, int threads) throws Exception {
        Path data = Files.writeString(directory.resolve("data.csv"), csv);
        Path file = Files.writeString(directory.resolve("config.yaml"), "seed: 1\nversion: v1\n" + config + "\n");
        return new Job(InputFile.of(data), "data.csv", ConfigFile.of(file, "config.yaml"), threads, "", 64 << 20);
    }

    /** As clients do that read one member only. */
    private static String unzipped(byte[] gzip) throws Exception {
        int header = 10;
        int trailer = 8;
        Inflater inflater = new Inflater(true);
        inflater.setInput(gzip, header, gzip.length - header);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 16];
        while (!inflater.finished()) {
            text.write(some, 0, inflater.inflate(some));
        }
        assertThat(inflater.getRemaining()).isEqualTo(trailer);
        inflater.end();
        try (GZIPInputStream checked = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            assertThat(checked.readAllBytes()).isEqualTo(text.toByteArray());
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
