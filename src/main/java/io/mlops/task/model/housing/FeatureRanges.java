package io.mlops.task.model.housing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lowest and highest value of each feature in the train rows, in {@link Feature} order. */
@SuppressWarnings("ArrayRecordComponent") // plain data of a descriptor; compared by nobody
public record FeatureRanges(double[] low, double[] high) {
    public static FeatureRanges of(Dataset train) {
        double[] low = new double[Feature.count()];
        double[] high = new double[Feature.count()];
        for (Feature feature : Feature.all()) {
            double[] column = train.column(feature);
            low[feature.column()] = Arrays.stream(column).min().orElse(Double.NaN);
            high[feature.column()] = Arrays.stream(column).max().orElse(Double.NaN);
        }
        return new FeatureRanges(low, high);
    }

    /** A warning for each of a row's values that no train row reached. */
    public List<OutOfRangeWarning> outside(double[] features) {
        List<OutOfRangeWarning> warnings = new ArrayList<>(0);
        for (int f = 0; f < features.length; f++) {
            if (!(features[f] >= low[f] && features[f] <= high[f])) {
                warnings.add(new OutOfRangeWarning(Feature.all().get(f), features[f], low[f], high[f]));
            }
        }
        return warnings.isEmpty() ? List.of() : List.copyOf(warnings);
    }
}
