package io.mlops.task.model.housing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was seen in a file that could be read: counts, for the log; nothing here made a row disappear.
 *
 * @param form the public form of the file
 * @param ignored columns that are not read
 * @param blanks per feature that has any, how many rows lack it
 * @param implausible per feature that has any, how many values lie outside {@link Feature#range()}
 * @param duplicates rows that repeat an earlier row in every feature and the target
 * @param capped rows whose target is at the survey's ceiling of 500,001 USD
 * @param lowTargets rows whose target is not above 0
 */
public record DataQualityReport(
        String form,
        int rows,
        List<String> ignored,
        Map<Feature, Integer> blanks,
        Map<Feature, Integer> implausible,
        int duplicates,
        int capped,
        int lowTargets) {
    private static final double CEILING = 5.00001;

    static DataQualityReport of(ColumnMapping layout, Dataset table) {
        Map<Feature, Integer> blanks = new EnumMap<>(Feature.class);
        Map<Feature, Integer> implausible = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.all()) {
            double[] column = table.column(feature);
            countIf(blanks, feature, Arrays.stream(column).filter(Double::isNaN).count());
            countIf(
                    implausible,
                    feature,
                    Arrays.stream(column)
                            .filter(v -> !Double.isNaN(v) && !feature.plausible(v))
                            .count());
        }
        double[] targets = table.targets();
        return new DataQualityReport(
                layout.form().title(),
                table.rows(),
                layout.ignored(),
                Collections.unmodifiableMap(blanks),
                Collections.unmodifiableMap(implausible),
                duplicates(table),
                (int) Arrays.stream(targets).filter(t -> t >= CEILING).count(),
                (int) Arrays.stream(targets).filter(t -> t <= 0).count());
    }

    /** The report as sentences, one for a log line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Form: " + form + ", " + rows + " rows" + (ignored.isEmpty() ? "" : ", not read: " + ignored));
        blanks.forEach((feature, count) ->
                lines.add(feature.title() + " is blank in " + count + " rows; they take the median of the train rows"));
        implausible.forEach((feature, count) -> lines.add(feature.title() + " is outside " + feature.range() + " ("
                + feature.unit() + ") in " + count + " rows; they are kept"));
        lines.add("Duplicate rows: " + duplicates + ", targets at the ceiling: " + capped + ", targets not above 0: "
                + lowTargets);
        return List.copyOf(lines);
    }

    private static void countIf(Map<Feature, Integer> counts, Feature feature, long count) {
        if (count > 0) {
            counts.put(feature, (int) count);
        }
    }

    private static int duplicates(Dataset table) {
        Set<List<Double>> seen = new HashSet<>();
        int duplicates = 0;
        for (int r = 0; r < table.rows(); r++) {
            List<Double> row = new ArrayList<>(Feature.count() + 1);
            for (double value : table.row(r)) {
                row.add(value);
            }
            row.add(table.target(r));
            duplicates += seen.add(row) ? 0 : 1;
        }
        return duplicates;
    }
}
