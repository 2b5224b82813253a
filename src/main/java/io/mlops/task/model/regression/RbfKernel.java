package io.mlops.task.model.regression;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The radial kernel {@code exp(-gamma * |a - b|^2)} of all pairs of rows, one column of the matrix at a time; the most recently used
 * columns are cached.
 */
final class RbfKernel {
    /** {@code [column][row]}: loops over rows are vectorized. */
    private final double[][] columns;

    private final double gamma;
    private final double[] squares;
    private final Cache cache;

    /** The most recently used columns of the matrix, by index. */
    private static final class Cache extends LinkedHashMap<Integer, float[]> {
        private static final long serialVersionUID = 1L;

        private final int capacity;

        Cache(int capacity) {
            super(16, 0.75f, true);
            this.capacity = capacity;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, float[]> eldest) {
            return size() > capacity;
        }
    }

    /**
     * @param rows {@code [row][column]}
     * @param cacheBytes at least two columns of the matrix are cached
     */
    RbfKernel(double[][] rows, double gamma, long cacheBytes) {
        this.gamma = gamma;
        this.squares = new double[rows.length];
        this.cache = new Cache((int) Math.min(rows.length, Math.max(2, cacheBytes / (4L * rows.length))));
        this.columns = new double[rows[0].length][rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = rows[row][column];
            }
        }
    }

    /** Returns the kernel of this row and each row; the caller does not change it. */
    float[] column(int row) {
        float[] cached = cache.get(row);
        if (cached != null) {
            return cached;
        }
        float[] computed = new float[squares.length];
        double[] squares = squaredDistances(row);
        for (int other = 0; other < computed.length; other++) {
            computed[other] = (float) Math.exp(-gamma * squares[other]);
        }
        cache.put(row, computed);
        return computed;
    }

    private double[] squaredDistances(int row) {
        Arrays.fill(squares, 0);
        for (double[] column : columns) {
            SvrModel.addSquares(squares, column[row], column);
        }
        return squares;
    }
}
