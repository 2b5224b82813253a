package io.mlops.task.model.housing;

import io.mlops.task.csv.MissingValues;
import io.mlops.task.model.data.ModelException;
import java.util.Arrays;

/** The rows of one file while they are read, turned into features as they come. */
final class HousingRowReader {
    private final String source;
    private final ColumnMapping layout;
    private final double[][] columns = new double[Feature.count()][1024];
    private double[] target = new double[1024];
    private int rows;

    HousingRowReader(String source, ColumnMapping layout) {
        this.source = source;
        this.layout = layout;
    }

    void add(long line, String[] fields) throws ModelException {
        if (fields.length != layout.header().size()) {
            throw new ModelException(source + ", line " + line + ": found " + fields.length + " fields; the header has "
                    + layout.header().size());
        }
        double[] read = new double[layout.columns().length];
        for (int c = 0; c < read.length; c++) {
            read[c] = feature(line, layout.columns()[c], fields);
        }
        double[] features = layout.form().features(read);
        rejectInfinite(line, features);
        append(features, number(line, layout.target(), fields) / layout.form().targetUnit());
    }

    HousingCsvReader.Reading result() throws ModelException {
        if (rows == 0) {
            throw new ModelException(source + " has a header and no rows; wanted at least one row");
        }
        double[][] full = new double[columns.length][];
        for (int c = 0; c < full.length; c++) {
            full[c] = Arrays.copyOf(columns[c], rows);
        }
        Dataset table = Dataset.of(full, Arrays.copyOf(target, rows));
        return new HousingCsvReader.Reading(table, DataQualityReport.of(layout, table));
    }

    private void append(double[] features, double value) {
        if (rows == target.length) {
            target = Arrays.copyOf(target, 2 * rows);
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOf(columns[c], 2 * rows);
            }
        }
        for (int c = 0; c < columns.length; c++) {
            columns[c][rows] = features[c];
        }
        target[rows++] = value;
    }

    private double feature(long line, int field, String[] fields) throws ModelException {
        return MissingValues.contains(fields[field].strip()) ? Double.NaN : number(line, field, fields);
    }

    private double number(long line, int field, String[] fields) throws ModelException {
        String text = fields[field].strip();
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for an infinite one: the text is what helps.
        }
        throw new ModelException(source + ", line " + line + ", column " + layout.name(field) + ": found \""
                + excerpt(text) + "\"; wanted a finite number");
    }

    private void rejectInfinite(long line, double[] features) throws ModelException {
        for (Feature feature : Feature.all()) {
            if (Double.isInfinite(features[feature.column()])) {
                throw new ModelException(source + ", line " + line + ": " + feature.title()
                        + " would be infinite because households is 0; wanted a positive number");
            }
        }
    }

    static String excerpt(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
