package io.mlops.task.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftScores;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.JointDrift;
import io.mlops.task.model.monitoring.LiveScores;
import io.mlops.task.model.monitoring.ModelMonitor;
import io.mlops.task.model.monitoring.ServedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Drift and live error of a model as Prometheus gauges. An unknown value has no gauge, rather than a placeholder. */
public final class DriftMeters {
    private final ServedModel model;
    private final MultiGauge level;
    private final MultiGauge rows;
    private final MultiGauge psi;
    private final MultiGauge ksStatistic;
    private final MultiGauge ksPValue;
    private final MultiGauge wasserstein;
    private final MultiGauge jointAuc;
    private final MultiGauge liveRmse;
    private final MultiGauge liveRows;
    private final MultiGauge heldOutRmse;
    private final MultiGauge liveCoverage;
    private final MultiGauge nominalCoverage;
    private final MultiGauge labelledRows;
    private final MultiGauge regionRmse;
    private final MultiGauge regionRows;
    private final MultiGauge regionHeldOutRmse;

    public DriftMeters(MeterRegistry registry, ServedModel model) {
        this.model = model;
        level = gauge(registry, "mlops.model.drift.level", "0 insufficient_data, 1 stable, 2 warn, 3 alert");
        rows = gauge(registry, "mlops.model.drift.window.rows", "Recent rows that are compared with the training data");
        psi = gauge(
                registry, "mlops.model.drift.psi", "Population stability index of a column: 0.10 warns, 0.25 alerts");
        ksStatistic = gauge(registry, "mlops.model.drift.ks.statistic", "Kolmogorov-Smirnov statistic of a column");
        ksPValue = gauge(
                registry,
                "mlops.model.drift.ks.p.value",
                "p-value of the Kolmogorov-Smirnov statistic; meaningless without it");
        wasserstein = gauge(
                registry, "mlops.model.drift.wasserstein", "Wasserstein distance divided by the standard deviation");
        jointAuc = gauge(
                registry, "mlops.model.drift.joint.auc", "AUC of telling recent rows from training rows: 0.65 alerts");
        liveRmse = gauge(registry, "mlops.model.live.rmse", "RMSE of the champion's predictions with known actuals");
        liveRows = gauge(registry, "mlops.model.live.rows", "The champion's predictions with known actuals");
        heldOutRmse = gauge(registry, "mlops.model.held.out.rmse", "RMSE of the champion on its held-out rows");
        liveCoverage =
                gauge(registry, "mlops.model.live.interval.coverage", "Fraction of the actuals within their interval");
        nominalCoverage =
                gauge(registry, "mlops.model.interval.coverage", "Coverage that the champion's intervals promise");
        labelledRows = gauge(
                registry, "mlops.model.labelled.rows", "Rows with known actuals that the next training learns from");
        regionRmse = gauge(registry, "mlops.model.live.region.rmse", "RMSE with known actuals near a city");
        regionRows = gauge(registry, "mlops.model.live.region.rows", "Predictions with known actuals near a city");
        regionHeldOutRmse = gauge(registry, "mlops.model.held.out.region.rmse", "RMSE on held-out rows near a city");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Takes up to a second. Returns the report of the window that drifted most; empty if there is no champion. */
    public Optional<DriftReport> update() throws ModelException {
        Map<ModelMonitor.Window, DriftReport> reports = new EnumMap<>(ModelMonitor.Window.class);
        for (ModelMonitor.Window window : ModelMonitor.Window.values()) {
            model.monitor().drift(window).ifPresent(report -> reports.put(window, report));
        }
        setColumns(psi, reports, DriftScores::psi);
        setColumns(ksStatistic, reports, DriftScores::ksStatistic);
        setColumns(ksPValue, reports, DriftScores::ksPValue);
        setColumns(wasserstein, reports, DriftScores::wasserstein);
        setWindows(level, reports, report -> Optional.of((double) rank(report)));
        setWindows(rows, reports, report -> Optional.of((double) report.rows()));
        setWindows(
                jointAuc, reports, report -> Optional.ofNullable(report.joint()).map(JointDrift::auc));
        updateLive(model.monitor().liveScores());
        set(labelledRows, Optional.of((double) model.monitor().labelledRows().size()));
        set(
                heldOutRmse,
                model.champion().map(champion -> champion.version().heldOut().rmse()));
        set(
                nominalCoverage,
                model.champion().map(champion -> champion.model().intervals().coverage()));
        return reports.values().stream().max(Comparator.comparing(DriftReport::level));
    }

    private void updateLive(Optional<LiveScores> live) {
        set(liveRmse, live.map(scores -> scores.metrics().rmse()));
        set(liveRows, live.map(scores -> (double) scores.metrics().rows()));
        set(liveCoverage, live.map(LiveScores::coverage));
        List<LiveScores.RegionScores> regions = live.map(LiveScores::regions).orElse(List.of());
        setRegions(regionRmse, regions, region -> Optional.of(region.rmse()));
        setRegions(regionRows, regions, region -> Optional.of((double) region.rows()));
        setRegions(regionHeldOutRmse, regions, LiveScores.RegionScores::heldOutRmse);
    }

    private void setRegions(
            MultiGauge gauge,
            List<LiveScores.RegionScores> regions,
            Function<LiveScores.RegionScores, Optional<Double>> score) {
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        for (LiveScores.RegionScores region : regions) {
            Tags tags = Tags.of("model", model.name(), "region", region.region().label());
            score.apply(region).ifPresent(value -> values.add(MultiGauge.Row.of(tags, value)));
        }
        gauge.register(values, true);
    }

    @SuppressWarnings("EnumOrdinal") // the type guarantees ascending severity
    private static int rank(DriftReport report) {
        return report.level().ordinal();
    }

    private void setColumns(
            MultiGauge gauge, Map<ModelMonitor.Window, DriftReport> reports, ToDoubleFunction<DriftScores> score) {
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        reports.forEach((window, report) -> {
            for (ColumnDrift column : report.columns()) {
                Tags tags = tags(window).and("column", column.name());
                values.add(MultiGauge.Row.of(tags, score.applyAsDouble(column.scores())));
            }
        });
        gauge.register(values, true);
    }

    private void setWindows(
            MultiGauge gauge,
            Map<ModelMonitor.Window, DriftReport> reports,
            Function<DriftReport, Optional<Double>> value) {
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        reports.forEach((window, report) ->
                value.apply(report).ifPresent(known -> values.add(MultiGauge.Row.of(tags(window), known))));
        gauge.register(values, true);
    }

    private Tags tags(ModelMonitor.Window window) {
        return Tags.of("model", model.name(), "window", window.label());
    }

    private void set(MultiGauge gauge, Optional<Double> value) {
        Tags tags = Tags.of("model", model.name());
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        value.ifPresent(known -> values.add(MultiGauge.Row.of(tags, known)));
        gauge.register(values, true);
    }
}
