package io.mlops.task.signal;

/**
 * pandas' {@code roll_mean} over a whole series, written down step by step from its description, as slow and as simple as
 * it can be.
 */
final class PlainRollingMean {
    private PlainRollingMean() {}

    static double[] of(double[] series, long window, long minPeriods) {
        double[] x = new double[series.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = Double.isInfinite(series[i]) ? Double.NaN : series[i];
        }
        double[] means = new double[x.length];
        double sum = 0;
        double compAdd = 0;
        double compRemove = 0;
        long nobs = 0;
        long negCount = 0;
        long same = 0;
        double prev = Double.NaN;
        for (int i = 0; i < x.length; i++) {
            if (window == 1) {
                sum = 0;
                compAdd = 0;
                compRemove = 0;
                nobs = 0;
                negCount = 0;
                same = 0;
                prev = Double.NaN;
            } else if (i - window >= 0 && !Double.isNaN(x[(int) (i - window)])) {
                double v = x[(int) (i - window)];
                nobs--;
                double y = -v - compRemove;
                double t = sum + y;
                compRemove = (t - sum) - y;
                sum = t;
                negCount -= Math.copySign(1, v) < 0 ? 1 : 0;
            }
            if (!Double.isNaN(x[i])) {
                double v = x[i];
                nobs++;
                double y = v - compAdd;
                double t = sum + y;
                compAdd = (t - sum) - y;
                sum = t;
                negCount += Math.copySign(1, v) < 0 ? 1 : 0;
                same = v == prev ? same + 1 : 1;
                prev = v;
            }
            means[i] = Double.NaN;
            if (nobs >= minPeriods) {
                double mean = sum / nobs;
                if (same >= nobs) {
                    means[i] = prev;
                } else if (negCount == 0 && mean < 0 || negCount == nobs && mean > 0) {
                    means[i] = 0;
                } else {
                    means[i] = mean;
                }
            }
        }
        return means;
    }
}
