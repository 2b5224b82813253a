package io.mlops.task.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Concurrent
class SignalTest {

    static List<RecordedMeans.Recorded> recorded() throws IOException {
        return RecordedMeans.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void shouldCountTheSignalsThatPandasCounts(RecordedMeans.Recorded one) {
        boolean full = one.minPeriods() == one.window();
        Signal signal = new Signal(one.window(), full ? WarmupPolicy.ZERO : WarmupPolicy.PARTIAL);

        signal.next(one.values(), one.values().length, new double[one.values().length]);

        assertThat(signal.above()).isEqualTo(one.signals());
        assertThat(signal.rows()).isEqualTo(one.values().length);
    }

    @ParameterizedTest
    @CsvSource({
        "ZERO,    6, 6, 4, 2, 0.3333333333333333",
        "EXCLUDE, 6, 4, 4, 2, 0.5",
        "DROP,    4, 4, 4, 2, 0.5",
        "PARTIAL, 6, 6, 6, 3, 0.5"
    })
    void shouldComputeTheRateOverTheRowsOfTheWarmupPolicy(
            WarmupPolicy warmup, long processed, long inRate, long meanCount, long above, double rate) {
        Signal signal = fed(3, warmup, 1, 2, 3, 0, 9, 1);

        assertThat(signal.rowsProcessed()).isEqualTo(processed);
        assertThat(signal.rowsInRate()).isEqualTo(inRate);
        assertThat(signal.meanCount()).isEqualTo(meanCount);
        assertThat(signal.above()).isEqualTo(above);
        assertThat(signal.rate()).isEqualTo(rate);
    }

    @ParameterizedTest
    @CsvSource({"ZERO, 6, 6, 2, 1", "EXCLUDE, 6, 2, 2, 1", "DROP, 2, 2, 2, 1", "PARTIAL, 6, 6, 6, 2"})
    void shouldCountARowWhoseWindowHasAMissingValueAsOneWithoutAMean(
            WarmupPolicy warmup, long processed, long inRate, long meanCount, long above) {
        Signal signal = fed(2, warmup, 1, 2, Double.NaN, 5, 4, Double.POSITIVE_INFINITY);

        assertThat(signal.rows()).isEqualTo(6);
        assertThat(signal.rowsProcessed()).isEqualTo(processed);
        assertThat(signal.rowsInRate()).isEqualTo(inRate);
        assertThat(signal.meanCount()).isEqualTo(meanCount);
        assertThat(signal.above()).isEqualTo(above);
    }

    @ParameterizedTest
    @EnumSource(WarmupPolicy.class)
    void shouldNeverSignalAtWindowOne(WarmupPolicy warmup) {
        Signal signal = fed(1, warmup, 1, 2, -3, 0.1, 1e300);

        assertThat(signal.above()).isZero();
        assertThat(signal.rate()).isZero();
    }

    @ParameterizedTest
    @EnumSource(WarmupPolicy.class)
    void shouldNotSignalIfTheValueEqualsItsMean(WarmupPolicy warmup) {
        double[] constant = new double[1000];
        Arrays.fill(constant, 0.1);

        assertThat(fed(7, warmup, constant).above()).isZero();
    }

    @ParameterizedTest
    @EnumSource(WarmupPolicy.class)
    void shouldCountTheSameWhenFedInPieces(WarmupPolicy warmup) {
        double[] values = SyntheticSeries.of("gaps", 11, 5000);
        Signal whole = fed(4, warmup, values);
        Signal pieces = new Signal(4, warmup);
        int piece = 0;
        for (int at = 0; at < values.length; ) {
            int count = Math.min(piece++ % 40, values.length - at);
            pieces.next(Arrays.copyOfRange(values, at, at + count), count, new double[count]);
            at += count;
        }

        assertThat(pieces.rows()).isEqualTo(whole.rows());
        assertThat(pieces.meanCount()).isEqualTo(whole.meanCount());
        assertThat(pieces.above()).isEqualTo(whole.above());
        assertThat(pieces.rate()).isEqualTo(whole.rate());
    }

    @ParameterizedTest
    @EnumSource(
            value = WarmupPolicy.class,
            names = {"EXCLUDE", "DROP"})
    void shouldHaveNoRateIfNoRowHasAMean(WarmupPolicy warmup) {
        Signal signal = fed(4, warmup, 1, 2, 3);

        assertThat(signal.rowsInRate()).isZero();
        assertThat(signal.rate()).isNaN();
    }

    @Test
    void shouldCountAnInfinityAsAboveTheMeanOfTheOthersWhenPartial() {
        assertThat(fed(3, WarmupPolicy.PARTIAL, 1, 2, Double.POSITIVE_INFINITY).above())
                .isEqualTo(2);
        assertThat(fed(3, WarmupPolicy.PARTIAL, 2, 1, Double.NEGATIVE_INFINITY).above())
                .isZero();
    }

    @Test
    void shouldUseOnlyTheFirstValuesOfALongerArray() {
        Signal signal = new Signal(2, WarmupPolicy.ZERO);
        signal.next(new double[] {1, 2, 100, 200}, 2, new double[2]);

        assertThat(signal.rows()).isEqualTo(2);
        assertThat(signal.above()).isEqualTo(1);
    }

    @Test
    void shouldRejectAWindowBelowOne() {
        assertThatThrownBy(() -> new Signal(0, WarmupPolicy.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Signal fed(long window, WarmupPolicy warmup, double... values) {
        Signal signal = new Signal(window, warmup);
        signal.next(values, values.length, new double[values.length]);
        return signal;
    }
}
