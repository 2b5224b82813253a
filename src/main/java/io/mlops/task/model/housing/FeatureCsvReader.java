package io.mlops.task.model.housing;

import io.mlops.task.model.data.CsvRecordReader;
import io.mlops.task.model.data.ModelException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows to predict from CSV text, one at a time, in either public form; a target column may be there and is not read.
 * A row that cannot be predicted comes with its problems instead of ending the reading.
 */
public final class FeatureCsvReader implements Closeable {
    private final CsvRecordReader csv;
    private final ColumnMapping layout;

    private FeatureCsvReader(CsvRecordReader csv, ColumnMapping layout) {
        this.csv = csv;
        this.layout = layout;
    }

    /** One record: eight finite features, or the problems that it has. */
    @SuppressWarnings("ArrayRecordComponent") // a row for a model; compared by nobody
    public record Row(long line, double[] features, List<RowError> problems) {
        public boolean valid() {
            return problems.isEmpty();
        }
    }

    /** Reads UTF-8, plain or gzip. */
    public static FeatureCsvReader open(InputStream bytes, String source) throws ModelException {
        try {
            return open(CsvRecordReader.decode(bytes), source);
        } catch (IOException e) {
            throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads the header; {@code source} names the text in errors. */
    public static FeatureCsvReader open(Reader text, String source) throws ModelException {
        CsvRecordReader csv = CsvRecordReader.open(text, source);
        String[] header = csv.next();
        if (header == null || CsvRecordReader.blank(header)) {
            throw new ModelException(source + " is empty; wanted a header and rows");
        }
        return new FeatureCsvReader(csv, ColumnMapping.ofFeatures(source, List.of(header)));
    }

    /** The next row that is not blank; empty at the end. */
    public Optional<Row> next() throws ModelException {
        while (true) {
            String[] fields = csv.next();
            if (fields == null) {
                return Optional.empty();
            }
            if (!CsvRecordReader.blank(fields)) {
                return Optional.of(row(csv.line(), fields));
            }
        }
    }

    /** All rows that are left, or every problem that any of them has. */
    public FeatureRows all() throws ModelException {
        List<double[]> rows = new ArrayList<>();
        List<RowError> problems = new ArrayList<>();
        for (Optional<Row> row = next(); row.isPresent(); row = next()) {
            rows.add(row.get().features());
            problems.addAll(row.get().problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidRowsException(problems);
        }
        return new FeatureRows(rows.toArray(new double[0][]), Set.copyOf(layout.ignored()));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private Row row(long line, String[] fields) {
        List<RowError> problems = new ArrayList<>(0);
        int width = layout.header().size();
        if (fields.length != width) {
            problems.add(new RowError(line, "", fields.length + " fields", width + ", as the header has"));
            return new Row(line, new double[0], problems);
        }
        double[] read = new double[layout.columns().length];
        for (int c = 0; c < read.length; c++) {
            read[c] = number(line, layout.columns()[c], fields, problems);
        }
        double[] features = layout.form().features(read);
        if (problems.isEmpty()) {
            notFinite(line, features, problems);
        }
        return new Row(line, features, List.copyOf(problems));
    }

    private double number(long line, int field, String[] fields, List<RowError> problems) {
        String text = fields[field].strip();
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for an infinite one: the text is what helps.
        }
        String found = text.isEmpty() ? "nothing" : "\"" + HousingRowReader.excerpt(text) + "\"";
        problems.add(new RowError(line, layout.name(field), found, "a finite number"));
        return Double.NaN;
    }

    private static void notFinite(long line, double[] features, List<RowError> problems) {
        for (Feature feature : Feature.all()) {
            double value = features[feature.column()];
            if (!Double.isFinite(value)) {
                problems.add(new RowError(line, feature.title(), "no household to divide by", "households above 0"));
            }
        }
    }
}
