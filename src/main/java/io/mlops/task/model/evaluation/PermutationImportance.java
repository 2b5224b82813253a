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

/** Permutation importance: the increase of a model's RMSE if one feature's values are shuffled among held-out rows. */
public final class PermutationImportance {
    private static final int MAX_ROWS = 1_000;

    private PermutationImportance() {}

    /** Returns the increase by feature, in {@link Feature} order; near 0, possibly negative, for an irrelevant feature. */
    public static Map<String, Double> of(TrainedModel model, Dataset heldOut, long seed) {
        int rows = Math.min(MAX_ROWS, heldOut.rows());
        Dataset sample = heldOut.select(IntStream.range(0, rows).toArray());
        int[] shuffled = NumpyPermutation.of(seed, rows);
        double baseline = model.score(sample).rmse();
        Map<String, Double> importance = new LinkedHashMap<>();
        for (Feature feature : Feature.all()) {
            double[] predicted = new double[rows];
            for (int r = 0; r < rows; r++) {
                double[] row = sample.row(r);
                row[feature.column()] = sample.value(shuffled[r], feature);
                predicted[r] = model.predict(row);
            }
            importance.put(
                    feature.label(),
                    RegressionMetrics.of(sample.targets(), predicted).rmse() - baseline);
        }
        return Collections.unmodifiableMap(importance);
    }
}
