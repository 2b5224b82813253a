package io.mlops.task.model.housing;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.text.Messages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Rows of the eight features with their target (median house value, 100,000 USD).
 * A missing feature is {@code NaN}; a target is always a finite number.
 */
public final class Dataset {
    /** Fraction of the rows with a value that its unit does not allow, above which the unit is probably another. */
    public static final double MAX_IMPLAUSIBLE = 0.01;

    private final double[][] columns;
    private final double[] target;

    private Dataset(double[][] columns, double[] target) {
        this.columns = columns;
        this.target = target;
    }

    /** Copies columns in {@link Feature} order, all of the target's length. */
    public static Dataset of(double[][] columns, double[] target) {
        if (columns.length != Feature.count()) {
            throw new IllegalArgumentException(
                    "columns " + Messages.mustBe(Feature.count() + " arrays", columns.length));
        }
        double[][] copy = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].length != target.length) {
                throw new IllegalArgumentException(Feature.all().get(c).label() + " "
                        + Messages.mustBe(target.length + " rows, as the target", columns[c].length));
            }
            copy[c] = columns[c].clone();
        }
        return new Dataset(copy, target.clone());
    }

    public int rows() {
        return target.length;
    }

    public double value(int row, Feature feature) {
        return columns[feature.column()][row];
    }

    public double target(int row) {
        return target[row];
    }

    public double[] targets() {
        return target.clone();
    }

    public double[] column(Feature feature) {
        return columns[feature.column()].clone();
    }

    /** Returns one row's features, in {@link Feature} order. */
    public double[] row(int row) {
        double[] values = new double[columns.length];
        for (int c = 0; c < values.length; c++) {
            values[c] = columns[c][row];
        }
        return values;
    }

    /** Returns all rows' features: {@code [row][feature]}. */
    public double[][] matrix() {
        double[][] all = new double[rows()][];
        for (int r = 0; r < all.length; r++) {
            all[r] = row(r);
        }
        return all;
    }

    /** The rows with these indices, in this order. */
    public Dataset select(int[] rows) {
        double[][] selected = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            selected[c] = select(columns[c], rows);
        }
        return new Dataset(selected, select(target, rows));
    }

    /** Returns a copy in which one feature's missing values are replaced. */
    Dataset impute(Feature feature, double value) {
        double[][] imputed = columns.clone();
        double[] column = column(feature);
        for (int r = 0; r < column.length; r++) {
            column[r] = Double.isNaN(column[r]) ? value : column[r];
        }
        imputed[feature.column()] = column;
        return new Dataset(imputed, target);
    }

    /** Returns the number of rows with a value, present or of the target, that its unit does not allow. */
    public int implausibleRows() {
        int implausible = 0;
        for (int r = 0; r < rows(); r++) {
            boolean plausible = Target.isPlausible(target[r]);
            for (Feature feature : Feature.all()) {
                double value = value(r, feature);
                plausible &= Double.isNaN(value) || feature.isPlausible(value);
            }
            implausible += plausible ? 0 : 1;
        }
        return implausible;
    }

    int missingCount(Feature feature) {
        int missing = 0;
        for (double value : columns[feature.column()]) {
            missing += Double.isNaN(value) ? 1 : 0;
        }
        return missing;
    }

    /** Returns the rows as CSV in the 8-feature format; reading it back gives the same values, bit for bit. */
    public byte[] toCsv() {
        StringBuilder text = new StringBuilder(rows() * 96);
        text.append(String.join(",", Feature.labels())).append(",target\n");
        for (int r = 0; r < rows(); r++) {
            for (double value : row(r)) {
                text.append(Doubles.toPlainString(value)).append(',');
            }
            text.append(Doubles.toPlainString(target(r))).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Returns the SHA-256, in hex, of the names and the exact values, column by column, target last.
     * Two files with the same numbers have the same hash, however the numbers are written.
     */
    public String hash() {
        MessageDigest digest = sha256();
        for (Feature feature : Feature.all()) {
            add(digest, feature.label(), columns[feature.column()]);
        }
        add(digest, "target", target);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String name, double[] values) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        for (double value : values) {
            bytes.putDouble(value);
        }
        digest.update(bytes.array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static double[] select(double[] values, int[] rows) {
        double[] selected = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            selected[r] = values[rows[r]];
        }
        return selected;
    }
}
