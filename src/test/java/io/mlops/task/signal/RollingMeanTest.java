package io.mlops.task.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlops.task.Concurrent;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class RollingMeanTest {

    static List<RecordedMeans.Recorded> recorded() throws IOException {
        return RecordedMeans.all();
    }

    /** Window and size of the pieces; 1024 is the initial capacity of the ring. */
    static Stream<Object[]> windowsAndPieces() {
        return Stream.of(1, 2, 3, 7, 1023, 1024, 1025, 2048, 2999, 3000, 3001)
                .flatMap(window ->
                        Stream.of(1, 2, 7, 8, 1023, 1024, 1025, 2999).map(piece -> new Object[] {window, piece}));
    }

    @Test
    void shouldHaveRecordedEveryKindOfSeries() throws IOException {
        assertThat(recorded())
                .hasSizeGreaterThan(600)
                .anyMatch(one -> one.values().length == 1_000_000)
                .anyMatch(one -> one.window() > one.values().length)
                .anyMatch(one -> one.window() == 1)
                .anyMatch(one -> one.minPeriods() == 1 && one.window() > 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void shouldReturnTheBitsThatPandasReturns(RecordedMeans.Recorded one) {
        double[] means = whole(one.rollingMean(), one.values());

        assertThat(one.format(means)).isEqualTo(one.means());
    }

    @ParameterizedTest(name = "window {0}, pieces of {1}")
    @MethodSource("windowsAndPieces")
    void shouldReturnTheSameWhetherFedAtOnceOrInPieces(int window, int piece) {
        double[] values = SyntheticSeries.of("gaps", 5, 3000);

        assertSame(inPieces(RollingMean.partial(window), values, piece), whole(RollingMean.partial(window), values));
        assertSame(inPieces(RollingMean.full(window), values, piece), whole(RollingMean.full(window), values));
    }

    @Test
    void shouldReturnTheSameWhenFedInPiecesOfAnySize() {
        double[] values = SyntheticSeries.of("prices", 6, 10_000);
        double[] expected = whole(RollingMean.full(59), values);
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            RollingMean mean = RollingMean.full(59);
            double[] means = new double[values.length];
            int at = 0;
            while (at < values.length) {
                int count = Math.min(random.nextInt(200), values.length - at);
                feed(mean, values, at, count, means);
                at += count;
            }
            assertSame(means, expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prices", "ties", "runs", "gaps", "magnitudes", "tiny", "overflowing", "falling"})
    void shouldAgreeWithThePlainAlgorithm(String kind) {
        for (int seed = 0; seed < 20; seed++) {
            double[] values = SyntheticSeries.of(kind, seed, 300);
            for (int window : new int[] {1, 2, 3, 4, 5, 17, 100, 298, 299, 300, 301, 302, 100_000}) {
                assertSame(whole(RollingMean.full(window), values), PandasRollMean.means(values, window, window));
                assertSame(whole(RollingMean.partial(window), values), PandasRollMean.means(values, window, 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 50", "5, 50", "18, 200", "200, 200"})
    void shouldBeTheExactMeanIfEverySumIsExact(int window, int rows) {
        Random random = new Random(window);
        double[] eighths = new double[rows];
        Arrays.setAll(eighths, i -> (random.nextInt(2001) - 1000) / 8.0);

        assertSame(whole(RollingMean.full(window), eighths), exactMeans(eighths, window));
    }

    @Test
    void shouldStayCloseToTheExactMeanOverManyRows() {
        double[] prices = SyntheticSeries.of("prices", 3, 20_000);
        double[] means = whole(RollingMean.full(5), prices);
        double[] exact = exactMeans(prices, 5);

        for (int i = 4; i < prices.length; i++) {
            assertThat(means[i]).isCloseTo(exact[i], within(2 * Math.ulp(exact[i])));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 6, 18, 59})
    void shouldBeTheValueItselfInsideAConstantRun(int window) {
        double[] values = new double[200];
        Arrays.setAll(values, i -> i < 70 ? i * 1e10 / 3 : 0.1);

        double[] means = whole(RollingMean.full(window), values);

        for (int i = 70 + window - 1; i < values.length; i++) {
            assertThat(means[i]).isEqualTo(0.1);
        }
    }

    @Test
    void shouldNotEndAConstantRunAtAMissingValue() {
        double[] means = whole(RollingMean.partial(3), 1e17, 0.1, 0.1, Double.NaN, 0.1);

        assertThat(means[4]).isEqualTo(0.1);
    }

    @Test
    void shouldBeTheValueAtWindowOne() {
        assertSame(
                whole(RollingMean.full(1), 0.1, -0.0, Double.NaN, Double.POSITIVE_INFINITY, -7),
                0.1,
                -0.0,
                Double.NaN,
                Double.NaN,
                -7);
    }

    @Test
    void shouldHaveNoMeanWhileAnyValueInTheWindowIsMissing() {
        double[] means = whole(RollingMean.full(2), 1, 3, Double.NaN, 5, 7, Double.NEGATIVE_INFINITY, 9, 11);

        assertSame(means, Double.NaN, 2, Double.NaN, Double.NaN, 6, Double.NaN, Double.NaN, 10);
    }

    @Test
    void shouldHaveAMeanOfTheValuesPresentIfPartial() {
        double[] means = whole(RollingMean.partial(2), Double.NaN, 3, 5, Double.NaN, Double.NaN, 9);

        assertSame(means, Double.NaN, 3, 4, 5, Double.NaN, 9);
    }

    @Test
    void shouldNotUseMoreMemoryThanTheRowsNeedForAnEnormousWindow() {
        double[] means = whole(RollingMean.partial(Long.MAX_VALUE), 1, 2, 3);

        assertSame(means, 1, 1.5, 2);
        assertSame(whole(RollingMean.full(Long.MAX_VALUE), 1, 2, 3), Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void shouldRejectAWindowLargerThanAnArray() {
        long window = 3_000_000_000L;
        assertThat(RollingMean.grown(window, 1024)).isEqualTo(2048);
        assertThat(RollingMean.grown(3000, 2048)).isEqualTo(3000);
        int largest = RollingMean.grown(window, 1 << 30);

        assertThat(largest).isEqualTo(Integer.MAX_VALUE - 8);
        assertThatThrownBy(() -> RollingMean.grown(window, largest))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("window 3000000000: only 2147483639 values can be stored");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRejectAWindowBelowOneAndNameIt(long window) {
        assertThatThrownBy(() -> RollingMean.full(window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Long.toString(window));
        assertThatThrownBy(() -> RollingMean.partial(window)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] whole(RollingMean mean, double... values) {
        double[] means = new double[values.length];
        mean.next(values, values.length, means);
        return means;
    }

    private static double[] inPieces(RollingMean mean, double[] values, int piece) {
        double[] means = new double[values.length];
        for (int at = 0; at < values.length; at += piece) {
            feed(mean, values, at, Math.min(piece, values.length - at), means);
        }
        return means;
    }

    /** The arrays are longer than the number of values, as those of a reader. */
    private static void feed(RollingMean mean, double[] values, int from, int count, double[] means) {
        double[] in = Arrays.copyOf(Arrays.copyOfRange(values, from, from + count), count + 3);
        Arrays.fill(in, count, in.length, 1e300);
        double[] out = new double[count + 3];
        mean.next(in, count, out);
        System.arraycopy(out, 0, means, from, count);
    }

    private static double[] exactMeans(double[] values, int window) {
        double[] means = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int j = Math.max(0, i - window + 1); j <= i; j++) {
                sum = sum.add(new BigDecimal(values[j]));
            }
            means[i] = i < window - 1
                    ? Double.NaN
                    : sum.divide(BigDecimal.valueOf(window), new MathContext(60))
                            .doubleValue();
        }
        return means;
    }

    /** Compares to the last bit: -0.0 is not 0.0. */
    private static void assertSame(double[] means, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Double.doubleToLongBits(means[i]) != Double.doubleToLongBits(expected[i])) {
                assertThat(means[i]).as("mean at row %d", i).isEqualTo(expected[i]);
            }
        }
        assertThat(means).hasSameSizeAs(expected);
    }
}
