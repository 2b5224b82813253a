package io.mlops.task.model.housing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The columns that a model is trained on. Every derived column is a formula over the eight features that other programs
 * can evaluate (in Python as is, with {@code sqrt} imported from {@code math}).
 */
public enum FeatureSet {
    /** The eight features as they are. */
    RAW(List.of()),
    /** The eight features, the coordinates rotated in steps of 15 degrees, and the distances to five cities. */
    GEO(GeoFeatures.columns());

    @SuppressWarnings("ImmutableEnumChecker") // an immutable list
    private final List<Derived> derived;

    FeatureSet(List<Derived> derived) {
        this.derived = derived;
    }

    /** A column computed from the features; {@code formula} uses their titles as variables. */
    interface Derived {
        String name();

        String formula();

        double value(double[] features);
    }

    /** The name in configurations: {@code raw} or {@code geo}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FeatureSet parse(String key) throws ModelException {
        for (FeatureSet set : values()) {
            if (set.label().equals(key)) {
                return set;
            }
        }
        throw new ModelException("feature set " + Messages.mustBe("raw or geo", '"' + key + '"'));
    }

    /** Returns the columns' names: the eight features, then the derived columns. */
    public List<String> names() {
        List<String> names = new ArrayList<>(Feature.labels());
        derived.forEach(column -> names.add(column.name()));
        return List.copyOf(names);
    }

    /** Returns {@code name = formula} for each derived column. */
    public List<String> formulas() {
        return derived.stream()
                .map(column -> column.name() + " = " + column.formula())
                .toList();
    }

    /** Returns the columns of one row, given its eight features. */
    public double[] derive(double[] features) {
        double[] row = new double[features.length + derived.size()];
        System.arraycopy(features, 0, row, 0, features.length);
        for (int d = 0; d < derived.size(); d++) {
            row[features.length + d] = derived.get(d).value(features);
        }
        return row;
    }
}
