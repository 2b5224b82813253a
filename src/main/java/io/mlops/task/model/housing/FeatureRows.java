package io.mlops.task.model.housing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows to predict, checked: each has eight finite numbers. Names are found as {@link Feature#named} finds them.
 *
 * @param rows {@code [row][feature]}
 * @param unknown names in the rows that are no feature's; they were not used
 */
@SuppressWarnings("ArrayRecordComponent") // rows for a model; compared by nobody
public record FeatureRows(double[][] rows, Set<String> unknown) {
    /** Checks rows as a JSON reader gives them: numbers are {@link Number}s, nothing is converted from text. */
    public static FeatureRows of(List<? extends Map<String, ? extends @Nullable Object>> given)
            throws InvalidRowsException {
        List<RowError> problems = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>();
        double[][] rows = new double[given.size()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = row(r + 1, given.get(r), unknown, problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidRowsException(problems);
        }
        return new FeatureRows(rows, unknown);
    }

    private static double[] row(
            int number, Map<String, ? extends @Nullable Object> given, Set<String> unknown, List<RowError> problems) {
        double[] row = new double[Feature.count()];
        Set<Feature> missing = EnumSet.allOf(Feature.class);
        for (Map.Entry<String, ? extends @Nullable Object> entry : given.entrySet()) {
            Feature feature = Feature.named(entry.getKey()).orElse(null);
            if (feature == null) {
                unknown.add(entry.getKey());
            } else if (!missing.remove(feature)) {
                problems.add(new RowError(number, feature.title(), "it twice", "it once"));
            } else {
                row[feature.column()] = number(number, feature, entry.getValue(), problems);
            }
        }
        for (Feature feature : missing) {
            problems.add(new RowError(number, feature.title(), "nothing", "a number (" + feature.unit() + ")"));
        }
        return row;
    }

    private static double number(int row, Feature feature, @Nullable Object value, List<RowError> problems) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        problems.add(new RowError(row, feature.title(), excerpt(value), "a finite number (" + feature.unit() + ")"));
        return Double.NaN;
    }

    private static String excerpt(@Nullable Object value) {
        String text = String.valueOf(value);
        String brief = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return value instanceof CharSequence ? "the text \"" + brief + "\"" : brief;
    }
}
