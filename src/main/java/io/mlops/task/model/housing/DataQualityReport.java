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
 * Counts of what is unusual in a file, for the log; no row is dropped because of it.
 *
 * @param format the public format of the file
 * @param ignored columns that are not read
 * @param missing rows without a value, by feature that has any
 * @param implausible values outside {@link Feature#range()}, by feature that has any
 * @param duplicates rows that repeat an earlier row in every feature and the target
 * @param capped rows whose target is at the survey's ceiling of 500,001 USD
 * @param nonPositiveTargets rows whose target is not above 0
 */
public record DataQualityReport(
        String format,
        int rows,
        List<String> ignored,
        Map<Feature, Integer> missing,
        Map<Feature, Integer> implausible,
        int duplicates,
        int capped,
        int nonPositiveTargets) {
    private static final double CEILING = 5.00001;

    static DataQualityReport of(ColumnMapping mapping, Dataset dataset) {
        Map<Feature, Integer> missing = new EnumMap<>(Feature.class);
        Map<Feature, Integer> implausible = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.all()) {
            double[] column = dataset.column(feature);
            putIfAny(
                    missing,
                    feature,
                    Arrays.stream(column).filter(Double::isNaN).count());
            putIfAny(
                    implausible,
                    feature,
                    Arrays.stream(column)
                            .filter(v -> !Double.isNaN(v) && !feature.isPlausible(v))
                            .count());
        }
        double[] targets = dataset.targets();
        return new DataQualityReport(
                mapping.format().title(),
                dataset.rows(),
                mapping.ignored(),
                Collections.unmodifiableMap(missing),
                Collections.unmodifiableMap(implausible),
                duplicates(dataset),
                (int) Arrays.stream(targets).filter(t -> t >= CEILING).count(),
                (int) Arrays.stream(targets).filter(t -> t <= 0).count());
    }

    /** Returns the report as lines for a log. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Format: " + format + ", " + rows + " rows" + (ignored.isEmpty() ? "" : ", ignored: " + ignored));
        missing.forEach((feature, count) -> lines.add(
                feature.title() + " is missing in " + count + " rows; imputed with the median of the train rows"));
        implausible.forEach((feature, count) -> lines.add(feature.title() + " is outside " + feature.range() + " ("
                + feature.unit() + ") in " + count + " rows; they are not dropped"));
        lines.add("Duplicate rows: " + duplicates + ", targets at the ceiling: " + capped + ", targets not above 0: "
                + nonPositiveTargets);
        return List.copyOf(lines);
    }

    private static void putIfAny(Map<Feature, Integer> counts, Feature feature, long count) {
        if (count > 0) {
            counts.put(feature, (int) count);
        }
    }

    private static int duplicates(Dataset dataset) {
        Set<List<Double>> seen = new HashSet<>();
        int duplicates = 0;
        for (int r = 0; r < dataset.rows(); r++) {
            List<Double> row = new ArrayList<>(Feature.count() + 1);
            for (double value : dataset.row(r)) {
                row.add(value);
            }
            row.add(dataset.target(r));
            duplicates += seen.add(row) ? 0 : 1;
        }
        return duplicates;
    }
}
