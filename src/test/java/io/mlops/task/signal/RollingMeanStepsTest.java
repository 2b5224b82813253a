package io.mlops.task.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Concurrent
class RollingMeanStepsTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldComputeEveryMeanAsPandas(long seed) {
        Random random = new Random(seed);
        double[] values = series(random, 1 + random.nextInt(3000));
        int window = 1 + random.nextInt(random.nextBoolean() ? 8 : 2000);
        boolean partial = random.nextBoolean();
        double[] expected = PandasRollMean.means(values, window, partial ? 1 : window);
        RollingMean mean = partial ? RollingMean.partial(window) : RollingMean.full(window);
        assertThat(inPieces(mean, values, random)).as("window %d", window).containsExactly(expected);
        assertThat(mean.meanCount()).isEqualTo(numbers(expected));
    }

    /** Long stretches of prices with a few values that end the fast path. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldComputeEveryMeanAsPandasAroundMissingValues(long seed) {
        Random random = new Random(1000 + seed);
        double[] values = prices(random, 1 + random.nextInt(3000));
        int window = 2 + random.nextInt(random.nextBoolean() ? 6 : 200);
        boolean partial = random.nextBoolean();
        double[] expected = PandasRollMean.means(values, window, partial ? 1 : window);
        RollingMean mean = partial ? RollingMean.partial(window) : RollingMean.full(window);
        double[] means = new double[values.length];
        int above = mean.next(values, values.length, means);
        assertThat(means).as("window %d", window).containsExactly(expected);
        assertThat(mean.meanCount()).isEqualTo(numbers(expected));
        assertThat(above)
                .isEqualTo(IntStream.range(0, values.length)
                        .filter(i -> values[i] > expected[i])
                        .count());
    }

    private static long numbers(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    }

    private static double[] inPieces(RollingMean mean, double[] values, Random random) {
        double[] means = new double[values.length];
        int from = 0;
        while (from < values.length) {
            int count = Math.min(1 + random.nextInt(700), values.length - from);
            double[] piece = new double[count];
            mean.next(Arrays.copyOfRange(values, from, from + count), count, piece);
            System.arraycopy(piece, 0, means, from, count);
            from += count;
        }
        return means;
    }

    private static double[] prices(Random random, int count) {
        double[] odd = {
            -0.0,
            -1.5,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1e308,
            Double.MAX_VALUE,
            0x1p900,
            1e270,
            0
        };
        int rare = 1 << random.nextInt(2, 12);
        double[] values = new double[count];
        double price = 100;
        for (int i = 0; i < count; i++) {
            price = Math.max(0, price + random.nextInt(-50, 51) / 100.0);
            values[i] = random.nextInt(rare) == 0 ? odd[random.nextInt(odd.length)] : price;
        }
        return values;
    }

    private static double[] series(Random random, int count) {
        int missing = 1 + random.nextInt(50);
        int kind = random.nextInt(5);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (kind) {
                case 0 -> random.nextInt(10_000_000) / 100.0;
                case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
                case 2 -> random.nextInt(2);
                case 3 -> -random.nextDouble();
                default -> random.nextBoolean() ? 0.0 : -0.0;
            };
            if (random.nextInt(missing) == 0) {
                values[i] = new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}
                        [random.nextInt(3)];
            }
        }
        return values;
    }
}
