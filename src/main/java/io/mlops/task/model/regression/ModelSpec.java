package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What to train: an algorithm, its input columns and the values of all its hyperparameters. */
public record ModelSpec(Algorithm algorithm, FeatureSet features, SortedMap<String, Double> parameters) {
    /** Completes {@code given} with defaults; rejects an unknown parameter and a value out of range. */
    public static ModelSpec of(Algorithm algorithm, FeatureSet features, Map<String, Double> given)
            throws ModelException {
        SortedMap<String, Double> all = new TreeMap<>();
        for (Hyperparameter parameter : algorithm.parameters()) {
            double value = given.getOrDefault(parameter.name(), parameter.defaultValue());
            parameter.validate(algorithm, value);
            all.put(parameter.name(), value);
        }
        for (String name : given.keySet()) {
            if (!all.containsKey(name)) {
                throw new ModelException("Parameter " + name + " of " + algorithm.label() + " is unknown; "
                        + (all.isEmpty() ? "it has none" : "it must be one of " + String.join(", ", all.keySet())));
            }
        }
        return new ModelSpec(algorithm, features, Collections.unmodifiableSortedMap(all));
    }

    public static ModelSpec defaults(Algorithm algorithm) throws ModelException {
        return of(algorithm, FeatureSet.RAW, Map.of());
    }

    public double get(String parameter) {
        Double value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(algorithm.label() + " has no parameter " + parameter);
        }
        return value;
    }

    public int getInt(String parameter) {
        return (int) get(parameter);
    }

    public ModelSpec with(String parameter, double value) throws ModelException {
        SortedMap<String, Double> changed = new TreeMap<>(parameters);
        changed.put(parameter, value);
        return of(algorithm, features, changed);
    }
}
