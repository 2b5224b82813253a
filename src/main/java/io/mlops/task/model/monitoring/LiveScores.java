package io.mlops.task.model.monitoring;

import io.mlops.task.model.housing.Region;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.RegressionMetrics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The errors of one version on rows whose actual values are known.
 *
 * @param coverage fraction of the actual values within their interval
 * @param nominalCoverage of the intervals
 * @param regions with at least one row
 */
public record LiveScores(
        RegressionMetrics metrics, double coverage, double nominalCoverage, List<RegionScores> regions) {

    /**
     * The scores of the rows in one region.
     *
     * @param heldOutRmse of the same version on its held-out rows there; empty if it has none
     */
    public record RegionScores(Region region, int rows, double rmse, double coverage, Optional<Double> heldOutRmse) {}

    /**
     * Returns the scores of the rows; empty if there are none.
     *
     * @param heldOutRmse of the version, by region
     */
    static Optional<LiveScores> of(
            List<LabelledRow> rows, ConformalIntervals intervals, Map<Region, Double> heldOutRmse) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<Region, List<LabelledRow>> byRegion = new EnumMap<>(Region.class);
        rows.forEach(row -> byRegion.computeIfAbsent(Region.of(row.row().features()), region -> new ArrayList<>())
                .add(row));
        List<RegionScores> regions = new ArrayList<>();
        byRegion.forEach((region, there) -> regions.add(new RegionScores(
                region,
                there.size(),
                metrics(there).rmse(),
                coverage(there, intervals),
                Optional.ofNullable(heldOutRmse.get(region)))));
        return Optional.of(
                new LiveScores(metrics(rows), coverage(rows, intervals), intervals.coverage(), List.copyOf(regions)));
    }

    private static RegressionMetrics metrics(List<LabelledRow> rows) {
        return RegressionMetrics.of(
                rows.stream().mapToDouble(LabelledRow::actual).toArray(),
                rows.stream().mapToDouble(row -> row.row().predicted()).toArray());
    }

    private static double coverage(List<LabelledRow> rows, ConformalIntervals intervals) {
        long within = rows.stream()
                .filter(row -> intervals.around(row.row().predicted()).contains(row.actual()))
                .count();
        return (double) within / rows.size();
    }
}
