package io.mlops.task.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A table divided into rows to learn from and rows held out: of {@code RandomState(seed).permutation(n)} the first
 * ceil(share * n) indices are held out, as scikit-learn's {@code train_test_split} does.
 * Blanks of a feature are filled, in both parts, with the median of the train rows' known values.
 *
 * @param filled the value that took the place of a feature's blanks; empty when there were none
 */
public record Split(Table train, Table heldOut, SplitIdentity identity, Map<Feature, Double> filled) {
    /** Too few rows to divide and learn from. */
    private static final int FEWEST_ROWS = 20;

    public static Split of(Table table, long seed, double share) throws ModelException {
        int n = table.rows();
        if (!(share > 0 && share < 1)) {
            throw new ModelException("Held-out share is " + share + "; wanted a number between 0 and 1");
        }
        if (n < FEWEST_ROWS) {
            throw new ModelException(
                    "The data has " + n + " rows; wanted at least " + FEWEST_ROWS + " to split and train");
        }
        int[] order = NumpyPermutation.of(seed, n);
        int held = (int) Math.ceil(share * n);
        Table heldOut = table.take(Arrays.copyOfRange(order, 0, held));
        Table train = table.take(Arrays.copyOfRange(order, held, n));
        SplitIdentity identity = new SplitIdentity(table.hash(), seed, share, n - held, held);
        return filled(train, heldOut, identity);
    }

    private static Split filled(Table train, Table heldOut, SplitIdentity identity) throws ModelException {
        Map<Feature, Double> fills = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.all()) {
            if (train.blanks(feature) + heldOut.blanks(feature) > 0) {
                double median = median(feature, train.column(feature));
                fills.put(feature, median);
                train = train.fill(feature, median);
                heldOut = heldOut.fill(feature, median);
            }
        }
        return new Split(train, heldOut, identity, Collections.unmodifiableMap(fills));
    }

    private static double median(Feature feature, double[] values) throws ModelException {
        double[] known =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (known.length == 0) {
            throw new ModelException("Column " + feature.title() + " is blank in every train row; wanted some numbers");
        }
        int middle = known.length / 2;
        return known.length % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
    }
}
