package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.NumpyPermutation;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A table divided into rows to learn from and rows held out: of {@code RandomState(seed).permutation(n)} the first
 * ceil(share * n) indices are held out, as scikit-learn's {@code train_test_split} does.
 * Blanks of a feature are filled, in both parts, with the median of the train rows' known values.
 *
 * @param imputed the value that took the place of a feature's blanks; empty when there were none
 */
public record TrainTestSplit(Dataset train, Dataset heldOut, SplitIdentity identity, Map<Feature, Double> imputed) {
    /** Too few rows to divide and learn from. */
    private static final int MIN_ROWS = 20;

    public static TrainTestSplit of(Dataset table, long seed, double share) throws ModelException {
        int n = table.rows();
        if (!(share > 0 && share < 1)) {
            throw new ModelException("Held-out share is " + share + "; wanted a number between 0 and 1");
        }
        if (n < MIN_ROWS) {
            throw new ModelException(
                    "The data has " + n + " rows; wanted at least " + MIN_ROWS + " to split and train");
        }
        int[] order = NumpyPermutation.of(seed, n);
        int held = (int) Math.ceil(share * n);
        Dataset heldOut = table.select(Arrays.copyOfRange(order, 0, held));
        Dataset train = table.select(Arrays.copyOfRange(order, held, n));
        SplitIdentity identity = new SplitIdentity(table.hash(), seed, share, n - held, held);
        return imputeMedian(train, heldOut, identity);
    }

    private static TrainTestSplit imputeMedian(Dataset train, Dataset heldOut, SplitIdentity identity)
            throws ModelException {
        Map<Feature, Double> fills = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.all()) {
            if (train.missingCount(feature) + heldOut.missingCount(feature) > 0) {
                double median = median(feature, train.column(feature));
                fills.put(feature, median);
                train = train.impute(feature, median);
                heldOut = heldOut.impute(feature, median);
            }
        }
        return new TrainTestSplit(train, heldOut, identity, Collections.unmodifiableMap(fills));
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
