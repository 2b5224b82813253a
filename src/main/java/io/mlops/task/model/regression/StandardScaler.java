package io.mlops.task.model.regression;

import java.util.Arrays;

/**
 * Standardizes columns as scikit-learn's {@code StandardScaler}: (value - mean) / scale.
 *
 * @param scale the population standard deviation; 1 for a constant column
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
record StandardScaler(double[] mean, double[] scale) {
    /** Fits mean and scale to {@code [row][column]}. */
    static StandardScaler fit(double[][] rows) {
        int width = rows[0].length;
        double[] mean = new double[width];
        double[] scale = new double[width];
        for (int c = 0; c < width; c++) {
            mean[c] = mean(rows, c);
            double deviation = deviation(rows, c, mean[c]);
            scale[c] = deviation == 0 ? 1 : deviation;
        }
        return new StandardScaler(mean, scale);
    }

    static StandardScaler identity(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new StandardScaler(new double[width], ones);
    }

    double[] transform(double[] row) {
        double[] scaled = new double[row.length];
        for (int c = 0; c < row.length; c++) {
            scaled[c] = (row[c] - mean[c]) / scale[c];
        }
        return scaled;
    }

    private static double mean(double[][] rows, int column) {
        double sum = 0;
        for (double[] row : rows) {
            sum += row[column];
        }
        return sum / rows.length;
    }

    private static double deviation(double[][] rows, int column, double mean) {
        double squares = 0;
        for (double[] row : rows) {
            squares += (row[column] - mean) * (row[column] - mean);
        }
        return Math.sqrt(squares / rows.length);
    }
}
