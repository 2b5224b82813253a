package io.mlops.task.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.time.TimeParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownsampledSeriesTest {
    private static final long NANOS = 1_000_000_000L;
    private static final int WINDOW = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 1000})
    void shouldAgreeWithAPlainComputationAtEveryPoint(int rows) {
        for (int capacity : new int[] {2, 5, 8}) {
            for (int block : new int[] {1, 3, 8, 64, 1000}) {
                double[] values = SyntheticSeries.of("gaps", 7, rows);
                DownsampledSeries summary = fed(DownsampledSeries.all(capacity), values, block);

                assertThat(summary.rowsPerPoint()).isEqualTo(PlainPoints.rowsPerPoint(rows, capacity));
                assertSame(summary, values, 0, rows);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 4", "0, 100, 100", "13, 14, 2", "13, 77, 8", "64, 128, 64", "90, 250, 16", "100, 100, 4"})
    void shouldShowARangeOfRows(int from, int to, int capacity) {
        double[] values = SyntheticSeries.of("prices", 5, 100);
        int end = Math.max(from, Math.min(to, 100));

        DownsampledSeries range = fed(DownsampledSeries.range(from, to, capacity), values, 7);

        assertThat(range.isComplete()).isEqualTo(to <= 100);
        assertSame(range, values, from, end);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 64",
        "0, 1000, 7",
        "100, 900, 64",
        "333, 334, 10",
        "512, 768, 4",
        "990, 5000, 3",
        "1000, 1000, 2"
    })
    void shouldReturnAPartThatStartsAndEndsAtPoints(int from, int to, int most) {
        double[] values = SyntheticSeries.of("prices", 9, 1000);
        DownsampledSeries summary = fed(DownsampledSeries.all(64), values, 100);

        DownsampledSeries part = summary.part(from, to, most);

        assertThat(part.from()).isBetween(from - summary.rowsPerPoint() + 1, (long) from);
        assertThat(part.to()).isGreaterThanOrEqualTo(Math.min(to, 1000)).isLessThanOrEqualTo(1000);
        assertThat(part.columns().get("min")).hasSizeLessThanOrEqualTo(most);
        assertSame(part, values, (int) part.from(), (int) part.to());
    }

    @Test
    void shouldReturnAsManyPointsAsRequestedIfTheyFit() {
        double[] values = SyntheticSeries.of("prices", 9, 1000);
        DownsampledSeries summary = fed(DownsampledSeries.all(64), values, 100);
        assertThat(summary.rowsPerPoint()).isEqualTo(16);

        DownsampledSeries part = summary.part(512, 768, 16);

        assertThat(part.rowsPerPoint()).isEqualTo(16);
        assertThat(part.from()).isEqualTo(512);
        assertThat(part.to()).isEqualTo(768);
        assertSame(part, values, 512, 768);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 64, true",
        "0, 1000, 249, true",
        "0, 1000, 250, false",
        "400, 1000, 149, true",
        "400, 1000, 150, false",
        "0, 512, 64, true",
        "512, 512, 64, true",
        "0, 0, 1, true",
        "0, 8, 64, false"
    })
    void shouldKnowWhetherReadingAgainWouldShowMore(int from, int to, int most, boolean fine) {
        DownsampledSeries summary = fed(DownsampledSeries.all(125), SyntheticSeries.of("prices", 9, 1000), 100);
        assertThat(summary.rowsPerPoint()).isEqualTo(8);

        assertThat(summary.hasResolution(from, to, most)).isEqualTo(fine);
        assertThat(fine).isEqualTo(from == to || PlainPoints.rowsPerPoint(to - from, most) >= 8);
    }

    @Test
    void shouldHaveFullResolutionIfEachRowHasItsPoint() {
        DownsampledSeries summary = fed(DownsampledSeries.all(64), SyntheticSeries.of("prices", 9, 50), 10);
        assertThat(summary.rowsPerPoint()).isEqualTo(1);

        assertThat(summary.hasResolution(0, 50, 64)).isTrue();
    }

    @Test
    void shouldReturnAPartOfARange() {
        double[] values = SyntheticSeries.of("prices", 9, 1000);
        DownsampledSeries range = fed(DownsampledSeries.range(100, 900, 64), values, 100);
        assertThat(range.rowsPerPoint()).isEqualTo(16);

        DownsampledSeries part = range.part(250, 410, 64);

        assertThat(part.from()).isEqualTo(244);
        assertThat(part.to()).isEqualTo(420);
        assertSame(part, values, 244, 420);
    }

    @Test
    void shouldBeTheSameAfterSavingIfItIsEmpty() throws IOException {
        DownsampledSeries read = DownsampledSeries.of(DownsampledSeries.all(8).toBytes());

        assertThat(read.to()).isZero();
        assertThat(read.columns().get("first")).isEmpty();
    }

    @Test
    void shouldBeTheSameAfterSaving() throws IOException {
        double[] values = SyntheticSeries.of("gaps", 3, 777);
        DownsampledSeries summary = fed(DownsampledSeries.all(100), values, 50);

        DownsampledSeries read = DownsampledSeries.of(summary.toBytes());

        assertThat(read.to()).isEqualTo(777);
        assertThat(read.rowsPerPoint()).isEqualTo(summary.rowsPerPoint());
        assertSame(read, values, 0, 777);
    }

    @Test
    void shouldRejectWhatItCannotRead() {
        byte[] saved = fed(DownsampledSeries.all(8), SyntheticSeries.of("prices", 1, 8), 8)
                .toBytes();

        assertThatThrownBy(() -> DownsampledSeries.of(new byte[3])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DownsampledSeries.of(new byte[100]))
                .hasMessageContaining("that this version can read");
        assertThatThrownBy(() -> DownsampledSeries.of(Arrays.copyOf(saved, saved.length - 1)))
                .hasMessageContaining("cut off");
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "8, 0", "8, -4"})
    void shouldRejectImpossibleNumbers(long rows, long rowsPerPoint) {
        byte[] saved = fed(DownsampledSeries.all(8), SyntheticSeries.of("prices", 1, 8), 8)
                .toBytes();
        ByteBuffer.wrap(saved).putLong(Integer.BYTES, rows).putLong(Integer.BYTES + Long.BYTES, rowsPerPoint);

        assertThatThrownBy(() -> DownsampledSeries.of(saved))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(rows + " rows, " + rowsPerPoint + " in each point");
    }

    @Test
    void shouldRejectAnInvalidRange() {
        assertThatThrownBy(() -> DownsampledSeries.range(5, 4, 8)).hasMessageContaining("rows 5 to 4");
        assertThatThrownBy(() -> DownsampledSeries.range(-1, 4, 8)).hasMessageContaining("rows -1 to 4");
        assertThatThrownBy(() -> DownsampledSeries.range(0, 4, 1)).hasMessageContaining("at least 2 points");
    }

    @Test
    void shouldHaveTheFirstTimeOfEachPointAndNoneWithoutTimes() {
        DownsampledSeries summary = DownsampledSeries.all(2);
        double[] values = {1, 2, 3, 4};
        long none = TimeParser.NONE;
        summary.add(
                values, values, new long[] {none, NANOS, 3 * NANOS, none}, new long[] {none, 2 * NANOS, none, none}, 4);

        assertThat(summary.columns().get("time")).containsExactly(1000, 3000);
        summary.takeDayFirst();
        assertThat(summary.columns().get("time")).containsExactly(2000, Double.NaN);
        assertThat(summary.isDayFirst()).isTrue();
    }

    @Test
    void shouldReadWhatAnEarlierVersionStored() throws IOException {
        byte[] saved = fed(DownsampledSeries.all(8), SyntheticSeries.of("prices", 1, 8), 8)
                .toBytes();
        int head = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;
        int columns = 7 * 8 * Double.BYTES;
        ByteBuffer earlier = ByteBuffer.allocate(head + columns)
                .put(saved, 0, head)
                .put(saved, head + Integer.BYTES, columns)
                .putInt(0, 0x73657201);

        DownsampledSeries read = DownsampledSeries.of(earlier.array());

        assertThat(read.columns().get("last")).containsExactly(SyntheticSeries.of("prices", 1, 8));
        assertThat(read.columns().get("time")).containsOnly(Double.NaN);
    }

    private static DownsampledSeries fed(DownsampledSeries summary, double[] values, int block) {
        Signal signal = new Signal(WINDOW, WarmupPolicy.ZERO);
        for (int from = 0; from < values.length; from += block) {
            double[] next = Arrays.copyOfRange(values, from, Math.min(values.length, from + block));
            long[] times = LongStream.range(from, from + next.length)
                    .map(row -> row * NANOS)
                    .toArray();
            double[] means = new double[next.length];
            signal.next(next, next.length, means);
            summary.add(next, means, times, times, next.length);
        }
        return summary;
    }

    private static void assertSame(DownsampledSeries summary, double[] values, int from, int to) {
        double[] means = PandasRollMean.means(values, WINDOW, WINDOW);
        Map<String, double[]> plain = PlainPoints.of(values, means, from, to, summary.rowsPerPoint());
        assertThat(summary.to() - summary.from()).isEqualTo(to - from);
        double[] times = summary.columns().get("time");
        plain.put("time", new double[times.length]);
        for (int point = 0; point < times.length; point++) {
            plain.get("time")[point] = (from + point * summary.rowsPerPoint()) * 1000;
        }
        assertThat(summary.columns().keySet()).isEqualTo(plain.keySet());
        plain.forEach((name, numbers) ->
                assertThat(summary.columns().get(name)).as(name).containsExactly(numbers));
    }
}
