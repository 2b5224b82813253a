package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What to train: a kind, what it is shown, and all its parameters (those not given have their usual value). */
public record ModelSpec(Algorithm kind, FeatureSet features, SortedMap<String, Double> parameters) {
    /** Refuses an unknown parameter and a value outside its range. */
    public static ModelSpec of(Algorithm kind, FeatureSet features, Map<String, Double> given) throws ModelException {
        SortedMap<String, Double> all = new TreeMap<>();
        for (Hyperparameter parameter : kind.parameters()) {
            double value = given.getOrDefault(parameter.name(), parameter.usual());
            parameter.check(kind, value);
            all.put(parameter.name(), value);
        }
        for (String name : given.keySet()) {
            if (!all.containsKey(name)) {
                throw new ModelException("Parameter " + name + " of " + kind.key() + " is not known; wanted "
                        + (all.isEmpty() ? "none" : "one of " + String.join(", ", all.keySet())));
            }
        }
        return new ModelSpec(kind, features, Collections.unmodifiableSortedMap(all));
    }

    public static ModelSpec defaults(Algorithm kind) throws ModelException {
        return of(kind, FeatureSet.RAW, Map.of());
    }

    public double get(String parameter) {
        Double value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(kind.key() + " has no parameter " + parameter);
        }
        return value;
    }

    public int count(String parameter) {
        return (int) get(parameter);
    }

    public ModelSpec with(String parameter, double value) throws ModelException {
        SortedMap<String, Double> changed = new TreeMap<>(parameters);
        changed.put(parameter, value);
        return of(kind, features, changed);
    }
}
