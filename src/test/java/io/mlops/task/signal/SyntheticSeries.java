package io.mlops.task.signal;

/** Series from a linear congruential generator: {@code Synthetic} in record_pandas.py generates the same ones. */
final class SyntheticSeries {
    private long state;
    private int level = 4_210_000;
    private int left;

    private SyntheticSeries(long seed) {
        state = seed;
    }

    static double[] of(String kind, long seed, int rows) {
        SyntheticSeries series = new SyntheticSeries(seed);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = series.next(kind);
        }
        return values;
    }

    private double next(String kind) {
        return switch (kind) {
            case "prices" -> price();
            case "ties" -> (1 + next(4)) / 10.0;
            case "runs" -> run();
            case "gaps" -> gap();
            case "magnitudes" -> ofExponent(1023 - 400 + next(801));
            case "tiny" -> tiny();
            case "overflowing" -> ofExponent(next(1000) == 0 ? 1990 + next(57) : 1023);
            case "falling" -> Math.abs(ofExponent(1023 + next(120) - next(120)));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private int next(int bound) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (int) ((state >>> 33) % bound);
    }

    private double price() {
        level += next(24_001) - 12_000;
        return level / 100.0;
    }

    private double run() {
        if (left == 0) {
            left = 1 + next(12);
            level = next(2_000) - 1_000;
        }
        left--;
        return level / 100.0;
    }

    private double gap() {
        double price = price();
        if (left > 0) {
            left--;
            return Double.NaN;
        }
        int dice = next(100);
        if (dice == 0) {
            left = next(30);
        }
        return switch (dice) {
            case 0, 1, 2 -> Double.NaN;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> Double.NEGATIVE_INFINITY;
            default -> price;
        };
    }

    private double tiny() {
        int dice = next(8);
        if (dice < 2) {
            return dice == 0 ? -0.0 : 0.0;
        }
        return ofExponent(next(3));
    }

    private double ofExponent(int exponent) {
        long sign = next(2);
        long high = next(1 << 26);
        long low = next(1 << 26);
        return Double.longBitsToDouble(sign << 63 | (long) exponent << 52 | high << 26 | low);
    }
}
