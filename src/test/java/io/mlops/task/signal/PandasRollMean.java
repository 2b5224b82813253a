package io.mlops.task.signal;

/** {@code roll_mean} of pandas, step by step and window by window; the oracle for {@link RollingMean}. */
final class PandasRollMean {
    private double sum;
    private double addLoss;
    private double removeLoss;
    private long present;
    private long negative;
    private long same;
    private double previous;

    static double[] means(double[] series, int window, int minPeriods) {
        double[] values = new double[series.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.isInfinite(series[i]) ? Double.NaN : series[i];
        }
        double[] means = new double[values.length];
        PandasRollMean state = new PandasRollMean();
        for (int i = 0; i < values.length; i++) {
            int start = Math.max(0, i + 1 - window);
            int startBefore = Math.max(0, i - window);
            if (i == 0 || start >= i) {
                state = new PandasRollMean();
                state.previous = values[start];
                for (int j = start; j <= i; j++) {
                    state.add(values[j]);
                }
            } else {
                for (int j = startBefore; j < start; j++) {
                    state.remove(values[j]);
                }
                state.add(values[i]);
            }
            means[i] = state.mean(minPeriods);
        }
        return means;
    }

    private void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        present++;
        double y = value - addLoss;
        double t = sum + y;
        addLoss = t - sum - y;
        sum = t;
        if (Math.copySign(1, value) < 0) {
            negative++;
        }
        same = value == previous ? same + 1 : 1;
        previous = value;
    }

    private void remove(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        present--;
        double y = -value - removeLoss;
        double t = sum + y;
        removeLoss = t - sum - y;
        sum = t;
        if (Math.copySign(1, value) < 0) {
            negative--;
        }
    }

    private double mean(int minPeriods) {
        if (present < minPeriods || present == 0) {
            return Double.NaN;
        }
        double mean = sum / present;
        if (same >= present) {
            return previous;
        }
        if (negative == 0 && mean < 0) {
            return 0;
        }
        return negative == present && mean > 0 ? 0 : mean;
    }
}
