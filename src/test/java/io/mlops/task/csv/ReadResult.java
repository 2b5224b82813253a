package io.mlops.task.csv;

import io.mlops.task.finding.Finding;
import io.mlops.task.layout.MissingPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that a scan reports about a file, as lines of text; values to the last bit. */
final class ReadResult implements ColumnSink, ScanListener {
    /** The reference parser; all of these files fit into one block. */
    static final ColumnScan.Options REFERENCE = new ColumnScan.Options(8 << 20, false);

    private final List<String> lines = new ArrayList<>();
    private double[] values = new double[16];
    private int count;

    private ReadResult() {}

    static String of(Path file, ColumnScan.Options options, int threads) {
        return of(file, ColumnQuery.of("close", MissingPolicy.KEEP, threads), options);
    }

    static String of(Path file, ColumnQuery query, ColumnScan.Options options) {
        ReadResult result = new ReadResult();
        result.read(file, query, options);
        return String.join("\n", result.lines) + "\n";
    }

    private void read(Path file, ColumnQuery query, ColumnScan.Options options) {
        try {
            ColumnScan.Summary summary = ColumnScan.read(FileChannel.open(file), query, this, this, options);
            lines.add("rows: " + summary.rows());
            lines.add("missing: " + summary.missing());
            for (int i = 0; i < count; i++) {
                lines.add(Double.toString(values[i]));
            }
        } catch (CsvException e) {
            lines.add("error: " + e.getMessage());
        } catch (IOException | InterruptedException e) {
            lines.add("failure: " + e);
        }
    }

    @Override
    public void accept(Rows rows) {
        double[] more = rows.values();
        int length = rows.count();
        if (count + length > values.length) {
            values = Arrays.copyOf(values, 2 * (count + length));
        }
        System.arraycopy(more, 0, values, count, length);
        count += length;
    }

    @Override
    public void scanned(long bytes, long totalBytes, long rows) {}

    @Override
    public void found(Finding finding) {
        lines.add("finding: " + finding.message());
    }
}
