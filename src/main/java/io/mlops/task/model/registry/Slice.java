package io.mlops.task.model.registry;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A part of the compared rows on which a challenger is judged separately: a third of them by price, or the north or south of the state.
 *
 * @param name completes "the rows …"
 * @param rows indices
 */
@SuppressWarnings("ArrayRecordComponent") // indices, never compared
record Slice(String name, int[] rows) {
    /** Between the Bay Area with Sacramento, and the south with Fresno's valley. */
    private static final double NORTH = 37;

    /** Returns three bands of the target, which may be empty, and the two parts of the state. */
    static List<Slice> of(Dataset rows) {
        double[] sorted = rows.targets();
        Arrays.sort(sorted);
        double low = sorted[sorted.length / 3];
        double high = sorted[2 * sorted.length / 3];
        return List.of(
                slice("of the lowest prices", rows, row -> rows.target(row) < low),
                slice("of middle prices", rows, row -> rows.target(row) >= low && rows.target(row) < high),
                slice("of the highest prices", rows, row -> rows.target(row) >= high),
                slice("in the north", rows, row -> rows.value(row, Feature.LATITUDE) >= NORTH),
                slice("in the south", rows, row -> rows.value(row, Feature.LATITUDE) < NORTH));
    }

    private static Slice slice(String name, Dataset rows, IntPredicate contains) {
        return new Slice(name, IntStream.range(0, rows.rows()).filter(contains).toArray());
    }
}
