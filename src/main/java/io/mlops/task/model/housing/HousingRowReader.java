package io.mlops.task.model.housing;

import io.mlops.task.layout.MissingValues;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Collects the rows of one file and converts each to features. */
final class HousingRowReader {
    static final int MAX_EXCERPT = 40;

    /** Of heap, in all steps of a training together. */
    private static final int BYTES_PER_ROW = 1000;
    /** Fraction of the heap for one training, several of which may run at the same time. */
    private static final int SHARE = 4;

    private final String source;
    private final ColumnMapping mapping;
    private final long heapBytes;
    private final double[][] columns = new double[Feature.count()][1024];
    private double[] target = new double[1024];
    private long[] lines = new long[1024];
    private final int labelledAt;
    private final Map<Integer, Instant> labels = new LinkedHashMap<>();
    private int rows;

    /** @param heapBytes that the rows must leave room in */
    HousingRowReader(String source, ColumnMapping mapping, long heapBytes) {
        this.source = source;
        this.mapping = mapping;
        this.heapBytes = heapBytes;
        this.labelledAt = mapping.field(LabelledRows.COLUMN);
    }

    void add(long line, String[] fields) throws ModelException {
        int width = mapping.header().size();
        if (fields.length != width) {
            throw new ModelException(
                    at(line) + Messages.mustBe(width + " fields, as in the header", fields.length + " fields"));
        }
        double[] values = new double[mapping.columns().length];
        for (int c = 0; c < values.length; c++) {
            values[c] = feature(line, mapping.columns()[c], fields);
        }
        double[] features = mapping.format().features(values);
        rejectInfinite(line, features);
        if (labelledAt >= 0 && !fields[labelledAt].isBlank()) {
            labels.put(rows, time(line, fields[labelledAt].strip()));
        }
        append(
                line,
                features,
                number(line, mapping.target(), fields) / mapping.format().targetUnit());
    }

    HousingCsvReader.ReadResult result() throws ModelException {
        if (rows == 0) {
            throw new ModelException(source + " has no rows after the header; it must have at least one");
        }
        double[][] full = new double[columns.length][];
        for (int c = 0; c < full.length; c++) {
            full[c] = Arrays.copyOf(columns[c], rows);
        }
        Dataset all = Dataset.of(full, Arrays.copyOf(target, rows));
        int[] base =
                IntStream.range(0, rows).filter(r -> !labels.containsKey(r)).toArray();
        int[] labelled = labels.keySet().stream().mapToInt(r -> r).toArray();
        int[] order =
                IntStream.concat(IntStream.of(base), IntStream.of(labelled)).toArray();
        Dataset dataset = all.select(order);
        return new HousingCsvReader.ReadResult(
                dataset, DataQualityReport.of(mapping, dataset, lines(order)), labelled(all, labelled));
    }

    private Optional<HousingCsvReader.LabelledPart> labelled(Dataset all, int[] labelled) {
        if (labelled.length == 0) {
            return Optional.empty();
        }
        Dataset part = all.select(labelled);
        return Optional.of(new HousingCsvReader.LabelledPart(
                part,
                DataQualityReport.of(mapping, part, lines(labelled)),
                LabelledRows.of(part, List.copyOf(labels.values()))));
    }

    private long[] lines(int[] order) {
        return Arrays.stream(order).mapToLong(r -> lines[r]).toArray();
    }

    private Instant time(long line, String text) throws ModelException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ModelException(at(line) + LabelledRows.COLUMN + " "
                    + Messages.mustBe(
                            "a time such as 2026-01-31T12:00:00Z", "\"" + SafeText.excerpt(text, MAX_EXCERPT) + "\""));
        }
    }

    private void append(long line, double[] features, double value) throws ModelException {
        long maxRows = heapBytes / SHARE / BYTES_PER_ROW;
        if (rows == maxRows) {
            throw new ModelException(source + ": rows must be at most " + maxRows + " for a heap of "
                    + (heapBytes >> 20) + " MB (-Xmx), was more");
        }
        if (rows == target.length) {
            target = Arrays.copyOf(target, 2 * rows);
            lines = Arrays.copyOf(lines, 2 * rows);
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOf(columns[c], 2 * rows);
            }
        }
        for (int c = 0; c < columns.length; c++) {
            columns[c][rows] = features[c];
        }
        lines[rows] = line;
        target[rows++] = value;
    }

    private double feature(long line, int field, String[] fields) throws ModelException {
        return MissingValues.contains(fields[field].strip()) ? Double.NaN : number(line, field, fields);
    }

    private double number(long line, int field, String[] fields) throws ModelException {
        String text = fields[field].strip();
        double value = Double.NaN;
        try {
            value = Double.parseDouble(text);
            if (isUsable(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below with the text, as an infinite value is.
        }
        throw new ModelException(source + ", line " + line + ", column " + mapping.name(field) + ": "
                + Messages.mustBe(expected(value), "\"" + SafeText.excerpt(text, MAX_EXCERPT) + "\""));
    }

    /** Trees are trained on 32-bit floats, in which a larger number is infinite. */
    static boolean isUsable(double value) {
        return Math.abs(value) <= Float.MAX_VALUE;
    }

    /** @param value that is not usable */
    static String expected(double value) {
        return Double.isFinite(value) ? "a number from -3.4e38 to 3.4e38" : "a finite number";
    }

    private void rejectInfinite(long line, double[] features) throws ModelException {
        for (Feature feature : Feature.all()) {
            if (Double.isInfinite(features[feature.column()])) {
                throw new ModelException(
                        at(line) + feature.label() + " would be infinite because households is 0; it must be positive");
            }
        }
    }

    private String at(long line) {
        return source + ", line " + line + ": ";
    }
}
