package io.mlops.task.model.regression;

import io.mlops.task.model.housing.FeatureRanges;
import java.util.List;
import java.util.Map;

/**
 * All of a trained model but the regressor's own file, as plain data: with both, any program can make the same predictions.
 * Derive the columns by {@code formulas}, subtract {@code mean} and divide by {@code deviation}, ask {@code modelFile}.
 *
 * @param columns what the regressor is shown, in order
 * @param formulas {@code name = formula} of each column that is not a feature
 */
@SuppressWarnings("ArrayRecordComponent") // plain data of a file; compared by nobody
public record ModelDescriptor(
        int format,
        String kind,
        String featureSet,
        Map<String, Double> parameters,
        String modelFile,
        List<String> columns,
        List<String> formulas,
        double[] mean,
        double[] deviation,
        FeatureRanges trained,
        ConformalIntervals intervals) {
    static final int FORMAT = 1;
}
