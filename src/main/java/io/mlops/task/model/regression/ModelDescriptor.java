package io.mlops.task.model.regression;

import io.mlops.task.model.housing.FeatureRanges;
import java.util.List;
import java.util.Map;

/**
 * Everything of a trained model except the regressor's own file, as plain data: with both, any program can make the same
 * predictions. Derive the columns with {@code formulas}, subtract {@code mean}, divide by {@code scale}, apply the regressor
 * in {@code modelFile}.
 *
 * @param columns the regressor's inputs, in order
 * @param formulas {@code name = formula} of each column that is not a feature
 */
@SuppressWarnings("ArrayRecordComponent") // plain data of a file, never compared
public record ModelDescriptor(
        int format,
        String algorithm,
        String featureSet,
        Map<String, Double> parameters,
        String modelFile,
        List<String> columns,
        List<String> formulas,
        double[] mean,
        double[] scale,
        FeatureRanges trainingRanges,
        ConformalIntervals intervals) {
    static final int FORMAT = 1;
}
