package io.mlops.task.csv;

import io.mlops.task.bytes.ByteBuilder;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.Dialect.HeaderPlace;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.time.TimeParser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that a scan says about each row of a file, and about its layout. */
final class ScannedRows implements ColumnSink, ScanListener {
    final List<String> values = new ArrayList<>();
    /** ISO 8601; {@code -} if there is none. */
    final List<String> times = new ArrayList<>();
    /** As they stand in the file. */
    final List<String> timeTexts = new ArrayList<>();

    final List<String> groups = new ArrayList<>();
    final List<Long> lines = new ArrayList<>();
    final List<String> fields = new ArrayList<>();
    final List<String> findings = new ArrayList<>();
    final List<String> checks = new ArrayList<>();
    boolean ambiguous;
    Map<String, String> layout = Map.of();
    private @Nullable GroupIds ids;

    private ScannedRows() {}

    /** What to read, as a configuration says it: names or places. */
    static ColumnQuery query(Dialect dialect, Object column, @Nullable Object group, Object... time) {
        boolean detects = time.length == 1 && time[0].equals("auto");
        List<ColumnRef> columns =
                detects ? List.of() : Arrays.stream(time).map(ScannedRows::ref).toList();
        KeyColumns keys = new KeyColumns(columns, detects, null, group == null ? null : ref(group));
        return new ColumnQuery(ref(column), MissingPolicy.KEEP, dialect, keys, 2);
    }

    static Dialect dialect(HeaderPlace header) {
        return new Dialect(null, header, '.', null, List.of(), 0, null);
    }

    private static ColumnRef ref(Object column) {
        return column instanceof Integer place ? new ColumnRef.Placed(place) : new ColumnRef.Named((String) column);
    }

    static ScannedRows read(Path directory, String text, ColumnQuery query) throws Exception {
        return read(directory, text, query, ColumnScan.Options.DEFAULT);
    }

    static ScannedRows read(Path directory, String text, ColumnQuery query, ColumnScan.Options options)
            throws Exception {
        Path file = Files.write(directory.resolve("input.csv"), text.getBytes(StandardCharsets.UTF_8));
        ScannedRows result = new ScannedRows();
        ColumnScan.read(FileChannel.open(file), query, result, result, options);
        return result;
    }

    /** Returns the message of the refusal. */
    static String refusal(Path directory, String text, ColumnQuery query) throws Exception {
        try {
            return "no refusal, read " + read(directory, text, query).values;
        } catch (CsvException | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void accept(Rows rows) {
        long[] read = rows.times();
        int[] numbers = rows.groups();
        ambiguous |= rows.dayFirstTimes() != read;
        for (int row = 0; row < rows.count(); row++) {
            values.add(Double.toString(rows.values()[row]));
            lines.add(rows.line(row));
            fields.add(String.join("~", rows.fields(row)));
            if (read != null) {
                times.add(time(read[row]));
                timeTexts.add(timeText(rows, row));
            }
            if (numbers != null && ids != null) {
                groups.add(ids.name(numbers[row]));
            }
        }
    }

    private static String timeText(Rows rows, int row) {
        ByteBuilder text = new ByteBuilder(1);
        rows.appendTime(row, text);
        return new String(text.toArray(), StandardCharsets.UTF_8);
    }

    private static String time(long nanos) {
        return nanos == TimeParser.NONE
                ? "-"
                : Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                        .toString();
    }

    @Override
    public void opened(FileLayout opened) {
        layout = opened.description();
        ids = opened.groups();
    }

    @Override
    public void scanned(long bytes, long totalBytes, long rows) {}

    @Override
    public void found(Finding finding) {
        findings.add(finding.message());
        checks.add(finding.check());
    }
}
