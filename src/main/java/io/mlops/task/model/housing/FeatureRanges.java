package io.mlops.task.model.housing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The minimum and maximum of each feature in the train rows, in {@link Feature} order. */
@SuppressWarnings("ArrayRecordComponent") // plain data of a descriptor, never compared
public record FeatureRanges(double[] min, double[] max) {
    public static FeatureRanges of(Dataset train) {
        double[] min = new double[Feature.count()];
        double[] max = new double[Feature.count()];
        for (Feature feature : Feature.all()) {
            double[] column = train.column(feature);
            min[feature.column()] = Arrays.stream(column).min().orElse(Double.NaN);
            max[feature.column()] = Arrays.stream(column).max().orElse(Double.NaN);
        }
        return new FeatureRanges(min, max);
    }

    /** Returns a warning for each of the row's values that is outside its range. */
    public List<OutOfRangeWarning> outside(double[] features) {
        List<OutOfRangeWarning> warnings = new ArrayList<>(0);
        for (int f = 0; f < features.length; f++) {
            if (!(features[f] >= min[f] && features[f] <= max[f])) {
                warnings.add(new OutOfRangeWarning(Feature.all().get(f), features[f], min[f], max[f]));
            }
        }
        return warnings.isEmpty() ? List.of() : List.copyOf(warnings);
    }
}
