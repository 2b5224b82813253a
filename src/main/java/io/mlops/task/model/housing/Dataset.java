package io.mlops.task.model.housing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Rows of the eight features with their target (median house value, 100,000 USD).
 * A feature that was blank in its file is {@code NaN}; a target is always a finite number.
 */
public final class Dataset {
    private final double[][] columns;
    private final double[] target;

    private Dataset(double[][] columns, double[] target) {
        this.columns = columns;
        this.target = target;
    }

    /** Takes columns in {@link Feature} order, all of the target's length; the arrays are copied. */
    public static Dataset of(double[][] columns, double[] target) {
        if (columns.length != Feature.count()) {
            throw new IllegalArgumentException(columns.length + " columns; wanted " + Feature.count());
        }
        double[][] copy = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].length != target.length) {
                throw new IllegalArgumentException(Feature.all().get(c).title() + " has " + columns[c].length
                        + " rows; the target has " + target.length);
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

    /** One row's features, in {@link Feature} order. */
    public double[] row(int row) {
        double[] values = new double[columns.length];
        for (int c = 0; c < values.length; c++) {
            values[c] = columns[c][row];
        }
        return values;
    }

    /** All rows' features: {@code [row][feature]}. */
    public double[][] matrix() {
        double[][] all = new double[rows()][];
        for (int r = 0; r < all.length; r++) {
            all[r] = row(r);
        }
        return all;
    }

    /** The rows with these indices, in this order. */
    public Dataset select(int[] rows) {
        double[][] taken = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            taken[c] = select(columns[c], rows);
        }
        return new Dataset(taken, select(target, rows));
    }

    /** This table with the blanks of one feature replaced. */
    Dataset impute(Feature feature, double value) {
        double[][] filled = columns.clone();
        double[] column = column(feature);
        for (int r = 0; r < column.length; r++) {
            column[r] = Double.isNaN(column[r]) ? value : column[r];
        }
        filled[feature.column()] = column;
        return new Dataset(filled, target);
    }

    int missingCount(Feature feature) {
        int blanks = 0;
        for (double value : columns[feature.column()]) {
            blanks += Double.isNaN(value) ? 1 : 0;
        }
        return blanks;
    }

    /**
     * SHA-256, in hex, of the names and the exact values, column by column, target last.
     * Two files with the same numbers have the same hash, however they are written.
     */
    public String hash() {
        MessageDigest digest = sha256();
        for (Feature feature : Feature.all()) {
            add(digest, feature.title(), columns[feature.column()]);
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
            throw new IllegalStateException("Every Java has SHA-256; this one does not", e);
        }
    }

    private static double[] select(double[] values, int[] rows) {
        double[] picked = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            picked[r] = values[rows[r]];
        }
        return picked;
    }
}
