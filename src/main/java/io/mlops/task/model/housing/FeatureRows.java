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
 * @param unknown names in the rows that are no feature's; their values are ignored
 */
@SuppressWarnings("ArrayRecordComponent") // rows for a model, never compared
public record FeatureRows(double[][] rows, Set<String> unknown) {
    private static final int MAX_EXCERPT = 40;

    /** Validates rows as a JSON reader returns them: numbers are {@link Number}s, text is never converted. */
    public static FeatureRows of(List<? extends Map<String, ? extends @Nullable Object>> given)
            throws InvalidRowsException {
        List<RowError> errors = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>();
        double[][] rows = new double[given.size()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = row(r + 1, given.get(r), unknown, errors);
        }
        if (!errors.isEmpty()) {
            throw new InvalidRowsException(errors);
        }
        return new FeatureRows(rows, unknown);
    }

    private static double[] row(
            int number, Map<String, ? extends @Nullable Object> given, Set<String> unknown, List<RowError> errors) {
        double[] row = new double[Feature.count()];
        Set<Feature> missing = EnumSet.allOf(Feature.class);
        for (Map.Entry<String, ? extends @Nullable Object> entry : given.entrySet()) {
            Feature feature = Feature.find(entry.getKey()).orElse(null);
            if (feature == null) {
                unknown.add(entry.getKey());
            } else if (!missing.remove(feature)) {
                errors.add(new RowError(number, feature.title(), "given once", "given twice"));
            } else {
                row[feature.column()] = number(number, feature, entry.getValue(), errors);
            }
        }
        for (Feature feature : missing) {
            errors.add(new RowError(number, feature.title(), "a number (" + feature.unit() + ")", "missing"));
        }
        return row;
    }

    private static double number(int row, Feature feature, @Nullable Object value, List<RowError> errors) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        errors.add(new RowError(row, feature.title(), "a finite number (" + feature.unit() + ")", excerpt(value)));
        return Double.NaN;
    }

    private static String excerpt(@Nullable Object value) {
        String excerpt = SafeText.excerpt(String.valueOf(value), MAX_EXCERPT);
        return value instanceof CharSequence ? "the text \"" + excerpt + "\"" : excerpt;
    }
}
