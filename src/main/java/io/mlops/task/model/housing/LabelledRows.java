package io.mlops.task.model.housing;

import io.mlops.task.model.data.Doubles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of a training file whose targets were recorded in production, after the rows of the base data. The column
 * {@value #COLUMN} distinguishes them: it has the time of the label, and is blank in the other rows.
 *
 * @param digest {@link Dataset#hash()} of these rows
 * @param from the earliest label
 * @param to the latest label
 */
public record LabelledRows(int rows, String digest, Instant from, Instant to) {
    static final String COLUMN = "labelled_at";

    /** A row with the time at which its target was recorded. */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
    public record Row(double[] features, double target, Instant at) {}

    static LabelledRows of(Dataset rows, List<Instant> times) {
        Instant from = times.stream().min(Instant::compareTo).orElseThrow();
        Instant to = times.stream().max(Instant::compareTo).orElseThrow();
        return new LabelledRows(rows.rows(), rows.hash(), from, to);
    }

    /** Returns the labelled rows whose nine numbers do not repeat another row or one of the base data. */
    public static List<Row> withoutRepetitions(Dataset base, List<Row> labelled) {
        Set<List<Double>> seen = new HashSet<>();
        for (int r = 0; r < base.rows(); r++) {
            seen.add(values(base.row(r), base.target(r)));
        }
        List<Row> distinct = new ArrayList<>();
        for (Row row : labelled) {
            if (seen.add(values(row.features, row.target))) {
                distinct.add(row);
            }
        }
        return distinct;
    }

    /** Returns a training file, as CSV. */
    public static byte[] toCsv(Dataset base, List<Row> labelled) {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        csv.writeBytes(line(String.join(",", Feature.labels()) + "," + Target.TITLE, COLUMN));
        for (int r = 0; r < base.rows(); r++) {
            csv.writeBytes(line(numbers(base.row(r), base.target(r)), ""));
        }
        for (Row row : labelled) {
            csv.writeBytes(line(numbers(row.features, row.target), row.at.toString()));
        }
        return csv.toByteArray();
    }

    private static byte[] line(String numbers, String at) {
        return (numbers + "," + at + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String numbers(double[] features, double target) {
        StringBuilder text = new StringBuilder();
        for (double value : features) {
            text.append(Doubles.toPlainString(value)).append(',');
        }
        return text.append(Doubles.toPlainString(target)).toString();
    }

    private static List<Double> values(double[] features, double target) {
        double[] nine = Arrays.copyOf(features, features.length + 1);
        nine[features.length] = target;
        return Arrays.stream(nine).boxed().toList();
    }
}
