package io.mlops.task.model.evaluation;

import io.mlops.task.model.data.NumpyPermutation;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Permutation importance: how much worse a model is when one feature's values are shuffled among rows it never saw. */
public final class PermutationImportance {
    private static final int MAX_ROWS = 1_000;

    private PermutationImportance() {}

    /** The growth of the RMSE per feature, in {@link Feature} order; near 0, even below, for one that does not matter. */
    public static Map<String, Double> of(TrainedModel model, Dataset heldOut, long seed) {
        int rows = Math.min(MAX_ROWS, heldOut.rows());
        Dataset sample = heldOut.select(IntStream.range(0, rows).toArray());
        int[] shuffled = NumpyPermutation.of(seed, rows);
        double whole = model.score(sample).rmse();
        Map<String, Double> importance = new LinkedHashMap<>();
        for (Feature feature : Feature.all()) {
            double[] predicted = new double[rows];
            for (int r = 0; r < rows; r++) {
                double[] row = sample.row(r);
                row[feature.column()] = sample.value(shuffled[r], feature);
                predicted[r] = model.predict(row);
            }
            importance.put(
                    feature.title(),
                    RegressionMetrics.of(sample.targets(), predicted).rmse() - whole);
        }
        return Collections.unmodifiableMap(importance);
    }
}
