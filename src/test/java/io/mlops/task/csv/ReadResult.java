package io.mlops.task.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that a scan says about a file, as lines of text; values to the last bit. */
final class ReadResult implements ColumnSink, ScanListener {
    /** The plain reader; all of these files fit one of its blocks. */
    static final ScanOptions PLAIN = new ScanOptions(8 << 20, false);

    private final List<String> said = new ArrayList<>();
    private double[] values = new double[16];
    private int count;

    private ReadResult() {}

    static String of(Path file, ScanOptions effort, int threads) {
        return of(file, new ColumnQuery("close", MissingPolicy.KEEP, threads), effort);
    }

    static String of(Path file, ColumnQuery query, ScanOptions effort) {
        ReadResult reading = new ReadResult();
        reading.read(file, query, effort);
        return String.join("\n", reading.said) + "\n";
    }

    private void read(Path file, ColumnQuery query, ScanOptions effort) {
        try {
            ColumnSummary summary = ColumnScan.read(file, query, this, this, effort);
            said.add("rows: " + summary.rows());
            said.add("missing: " + summary.missing());
            for (int i = 0; i < count; i++) {
                said.add(Double.toString(values[i]));
            }
        } catch (CsvException e) {
            said.add("error: " + e.getMessage());
        } catch (IOException | InterruptedException e) {
            said.add("failure: " + e);
        }
    }

    @Override
    public void accept(double[] more, int length) {
        if (count + length > values.length) {
            values = Arrays.copyOf(values, 2 * (count + length));
        }
        System.arraycopy(more, 0, values, count, length);
        count += length;
    }

    @Override
    public void scanned(long bytes, long totalBytes, long rows) {}

    @Override
    public void warning(String message) {
        said.add("warning: " + message);
    }
}
