package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.NumpyPermutation;
import io.mlops.task.text.Messages;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A dataset split into train rows and held-out rows: the first ceil(testSize * n) indices of
 * {@code RandomState(seed).permutation(n)} are held out, as in scikit-learn's {@code train_test_split}.
 * Missing values are imputed, in both parts, with the feature's median in the train rows. Whether a labelled row
 * is held out depends only on its own numbers and the seed: more labels move no row from one part to the other, so that
 * versions can be compared.
 *
 * @param imputed the imputed value of each feature that had missing values
 */
public record TrainTestSplit(Dataset train, Dataset heldOut, Identity identity, Map<Feature, Double> imputed) {
    private static final int MIN_ROWS = 20;

    /**
     * Identifies a split: the same data hash, seed, test size and number of labelled rows always give the same rows.
     *
     * @param dataHash {@link Dataset#hash()} of the whole dataset, before imputation
     * @param seed numpy's seed, 0 .. 2^32-1
     * @param testSize fraction of held-out rows, in (0, 1)
     */
    public record Identity(String dataHash, long seed, double testSize, int trainRows, int heldOutRows) {}

    public static TrainTestSplit of(Dataset dataset, long seed, double testSize) throws ModelException {
        return of(dataset, 0, seed, testSize);
    }

    /** @param labelled the number of labelled rows, which are the last */
    public static TrainTestSplit of(Dataset dataset, int labelled, long seed, double testSize) throws ModelException {
        int n = dataset.rows();
        if (!(testSize > 0 && testSize < 1)) {
            throw new ModelException("The test size " + Messages.mustBe("between 0 and 1", testSize));
        }
        if (n < MIN_ROWS) {
            throw new ModelException(
                    "The data " + Messages.mustBe("at least " + MIN_ROWS + " rows to split and train", n + " rows"));
        }
        int base = n - labelled < MIN_ROWS ? n : n - labelled;
        int[] order = NumpyPermutation.of(seed, base);
        int heldOutOfBase = (int) Math.ceil(testSize * base);
        IntPredicate isHeldOut = row -> isHeldOut(dataset, row, seed, testSize);
        Dataset heldOut = dataset.select(IntStream.concat(
                        Arrays.stream(order, 0, heldOutOfBase),
                        IntStream.range(base, n).filter(isHeldOut))
                .toArray());
        Dataset train = dataset.select(IntStream.concat(
                        Arrays.stream(order, heldOutOfBase, base),
                        IntStream.range(base, n).filter(isHeldOut.negate()))
                .toArray());
        Identity identity = new Identity(dataset.hash(), seed, testSize, train.rows(), heldOut.rows());
        return imputeMedian(train, heldOut, identity);
    }

    private static boolean isHeldOut(Dataset dataset, int row, long seed, double testSize) {
        long hash = mixed(seed + Double.doubleToLongBits(dataset.target(row)));
        for (double value : dataset.row(row)) {
            hash = mixed(hash + Double.doubleToLongBits(value));
        }
        return (hash >>> 11) * 0x1.0p-53 < testSize;
    }

    /** The output function of SplitMix64. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private static TrainTestSplit imputeMedian(Dataset train, Dataset heldOut, Identity identity)
            throws ModelException {
        Map<Feature, Double> imputed = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.all()) {
            if (train.missingCount(feature) + heldOut.missingCount(feature) > 0) {
                double median = median(feature, train.column(feature));
                imputed.put(feature, median);
                train = train.impute(feature, median);
                heldOut = heldOut.impute(feature, median);
            }
        }
        return new TrainTestSplit(train, heldOut, identity, Collections.unmodifiableMap(imputed));
    }

    private static double median(Feature feature, double[] values) throws ModelException {
        double[] known =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (known.length == 0) {
            throw new ModelException("Column " + feature.label()
                    + " is missing in every train row; it must have a value in at least one");
        }
        int middle = known.length / 2;
        return known.length % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
    }
}
