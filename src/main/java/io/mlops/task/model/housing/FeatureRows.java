package io.mlops.task.model.housing;

import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validated rows to predict: each has eight finite numbers. Names are matched by {@link Feature#find}.
 *
 * @param rows {@code [row][feature]}
 * @param keys of the rows, as the caller gave them; "" without one
 * @param unknown names in the rows that are no feature's, at most {@value #MAX_UNKNOWN} of them; their values are ignored
 */
@SuppressWarnings("ArrayRecordComponent") // rows for a model, never compared
public record FeatureRows(double[][] rows, List<String> keys, Set<String> unknown) {
    /** The name of the caller's own key in a row. */
    public static final String KEY = "key";

    public static final int MAX_KEY_LENGTH = 128;
    private static final int MAX_EXCERPT = 40;
    static final int MAX_UNKNOWN = 100;

    /** Collects rows one at a time; keeps none of them after the first error. */
    public static final class Builder {
        private final List<double[]> rows = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private final Set<String> unknown = new LinkedHashSet<>();
        private final RowErrors errors = new RowErrors();
        private int given;

        /** Adds a row as a JSON reader returns it: numbers are {@link Number}s, text is never converted. */
        public void add(Map<String, ? extends @Nullable Object> row) {
            given++;
            String key = key(given, row.get(KEY), errors);
            add(row(given, row, this), key, List.of());
        }

        void add(double[] row, String key, List<RowError> invalid) {
            invalid.forEach(errors::add);
            if (errors.isEmpty()) {
                rows.add(row);
                keys.add(key);
            } else {
                rows.clear();
                keys.clear();
            }
        }

        /** Adds a name that is ignored. */
        public void addUnknown(String name) {
            if (unknown.size() < MAX_UNKNOWN) {
                unknown.add(SafeText.excerpt(name));
            }
        }

        /** @throws InvalidRowsException if a row is invalid */
        public FeatureRows build() throws InvalidRowsException {
            if (!errors.isEmpty()) {
                throw new InvalidRowsException(errors);
            }
            return new FeatureRows(rows.toArray(new double[0][]), keys, unknown);
        }
    }

    private static double[] row(int number, Map<String, ? extends @Nullable Object> given, Builder rows) {
        RowErrors errors = rows.errors;
        double[] row = new double[Feature.count()];
        Set<Feature> missing = EnumSet.allOf(Feature.class);
        for (Map.Entry<String, ? extends @Nullable Object> entry : given.entrySet()) {
            Feature feature = Feature.find(entry.getKey()).orElse(null);
            if (feature == null && !entry.getKey().equals(KEY)) {
                rows.addUnknown(entry.getKey());
            } else if (feature != null && !missing.remove(feature)) {
                errors.add(new RowError(RowError.Place.ROW, number, feature.label(), "given once", "given twice"));
            } else if (feature != null) {
                row[feature.column()] = number(number, feature, entry.getValue(), errors);
            }
        }
        for (Feature feature : missing) {
            errors.add(new RowError(
                    RowError.Place.ROW, number, feature.label(), "a number (" + feature.unit() + ")", "missing"));
        }
        return row;
    }

    /** Returns "" without one. */
    static String key(long row, @Nullable Object value, RowErrors errors) {
        String key = value == null ? "" : String.valueOf(value);
        boolean isKey = value == null || value instanceof Number || value instanceof CharSequence;
        if (!isKey || key.length() > MAX_KEY_LENGTH) {
            errors.add(new RowError(
                    RowError.Place.ROW,
                    row,
                    KEY,
                    "a text of at most " + MAX_KEY_LENGTH + " characters, or a number",
                    excerpt(value)));
        }
        return key;
    }

    private static double number(int row, Feature feature, @Nullable Object value, RowErrors errors) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        errors.add(new RowError(
                RowError.Place.ROW, row, feature.label(), "a finite number (" + feature.unit() + ")", excerpt(value)));
        return Double.NaN;
    }

    private static String excerpt(@Nullable Object value) {
        String excerpt = SafeText.excerpt(String.valueOf(value), MAX_EXCERPT);
        return value instanceof CharSequence ? "the text \"" + excerpt + "\"" : excerpt;
    }
}
