package io.mlops.task.model.housing;

import io.mlops.task.layout.MissingValues;
import io.mlops.task.model.data.CsvRecordReader;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.SafeText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows to predict from CSV, one at a time, in either public format; a target column is ignored.
 * A row that cannot be predicted is returned with its errors instead of ending the read.
 */
public final class FeatureCsvReader implements Closeable {
    private final CsvRecordReader csv;
    private final ColumnMapping mapping;
    private final int key;

    private FeatureCsvReader(CsvRecordReader csv, ColumnMapping mapping) {
        this.csv = csv;
        this.mapping = mapping;
        this.key = mapping.field(FeatureRows.KEY);
    }

    /**
     * One record: eight finite features, or its errors.
     *
     * @param key the caller's own, from the column {@code key}; "" without one
     */
    @SuppressWarnings("ArrayRecordComponent") // a row for a model, never compared
    public record Row(long line, double[] features, String key, List<RowError> errors) {
        public boolean isValid() {
            return errors.isEmpty();
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

    /** Reads the header; {@code source} is the name of the text in errors. */
    public static FeatureCsvReader open(Reader text, String source) throws ModelException {
        CsvRecordReader csv = CsvRecordReader.open(text, source);
        return new FeatureCsvReader(csv, ColumnMapping.ofFeatures(source, csv.header()));
    }

    /** Returns the next row that is not blank; empty at the end. */
    public Optional<Row> next() throws ModelException {
        String[] fields = csv.nextNonBlank();
        return fields == null ? Optional.empty() : Optional.of(row(csv.line(), fields));
    }

    /** Returns all remaining rows. */
    public FeatureRows readAll() throws ModelException {
        FeatureRows.Builder rows = new FeatureRows.Builder();
        mapping.ignored().stream()
                .filter(name -> !name.equalsIgnoreCase(FeatureRows.KEY))
                .forEach(rows::addUnknown);
        for (Optional<Row> row = next(); row.isPresent(); row = next()) {
            rows.add(row.get().features(), row.get().key(), row.get().errors());
        }
        return rows.build();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private Row row(long line, String[] fields) {
        List<RowError> errors = new ArrayList<>(0);
        int width = mapping.header().size();
        if (fields.length != width) {
            errors.add(new RowError(
                    RowError.Place.LINE, line, "", width + " fields, as in the header", fields.length + " fields"));
            return new Row(line, new double[0], "", errors);
        }
        double[] values = new double[mapping.columns().length];
        for (int c = 0; c < values.length; c++) {
            values[c] = number(line, mapping.columns()[c], fields, errors);
        }
        double[] features = mapping.format().features(values);
        if (errors.isEmpty()) {
            requireFinite(line, features, errors);
        }
        String text = key(line, fields, errors);
        return new Row(line, features, text, List.copyOf(errors));
    }

    private String key(long line, String[] fields, List<RowError> errors) {
        String text = key < 0 ? "" : fields[key].strip();
        if (text.length() > FeatureRows.MAX_KEY_LENGTH) {
            errors.add(new RowError(
                    RowError.Place.LINE,
                    line,
                    FeatureRows.KEY,
                    "at most " + FeatureRows.MAX_KEY_LENGTH + " characters",
                    text.length() + " characters"));
        }
        return text;
    }

    private double number(long line, int field, String[] fields, List<RowError> errors) {
        String text = fields[field].strip();
        double value = Double.NaN;
        try {
            value = Double.parseDouble(text);
            if (HousingRowReader.isUsable(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below with the text, as an infinite value is.
        }
        String actual = MissingValues.contains(text)
                ? "missing"
                : "\"" + SafeText.excerpt(text, HousingRowReader.MAX_EXCERPT) + "\"";
        errors.add(
                new RowError(RowError.Place.LINE, line, mapping.name(field), HousingRowReader.expected(value), actual));
        return Double.NaN;
    }

    private static void requireFinite(long line, double[] features, List<RowError> errors) {
        for (Feature feature : Feature.all()) {
            if (!Double.isFinite(features[feature.column()])) {
                errors.add(new RowError(
                        RowError.Place.LINE,
                        line,
                        feature.label(),
                        "a number per household",
                        "divided by 0 households"));
            }
        }
    }
}
