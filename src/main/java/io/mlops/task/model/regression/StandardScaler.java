package io.mlops.task.model.regression;

import java.util.Arrays;

/** Standardisation, column by column: (value - mean) / population standard deviation, both of the train rows. */
@SuppressWarnings("ArrayRecordComponent") // plain numbers; compared by nobody
record StandardScaler(double[] mean, double[] deviation) {
    /** Learns from {@code [row][column]}; a column that never changes is only centred. */
    static StandardScaler of(double[][] rows) {
        int width = rows[0].length;
        double[] mean = new double[width];
        double[] deviation = new double[width];
        for (int c = 0; c < width; c++) {
            mean[c] = mean(rows, c);
            double spread = deviation(rows, c, mean[c]);
            deviation[c] = spread == 0 ? 1 : spread;
        }
        return new StandardScaler(mean, deviation);
    }

    static StandardScaler none(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new StandardScaler(new double[width], ones);
    }

    double[] apply(double[] row) {
        double[] scaled = new double[row.length];
        for (int c = 0; c < row.length; c++) {
            scaled[c] = (row[c] - mean[c]) / deviation[c];
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
