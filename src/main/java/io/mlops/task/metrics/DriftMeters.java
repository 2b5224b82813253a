package io.mlops.task.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftScores;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.LiveScores;
import io.mlops.task.model.monitoring.ServedModel;
import java.util.ArrayList;
import java.util.List;
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
        level = gauge(registry, "drift.level", "0 insufficient_data, 1 stable, 2 warn, 3 alert");
        rows = gauge(registry, "drift.window.rows", "Recent rows that are compared with the training data");
        psi = gauge(registry, "drift.psi", "Population stability index of a column: 0.10 warns, 0.25 alerts");
        ksStatistic = gauge(registry, "drift.ks.statistic", "Kolmogorov-Smirnov statistic of a column");
        ksPValue = gauge(
                registry, "drift.ks.p.value", "p-value of the Kolmogorov-Smirnov statistic; meaningless without it");
        wasserstein = gauge(registry, "drift.wasserstein", "Wasserstein distance divided by the standard deviation");
        liveRmse = gauge(registry, "live.rmse", "RMSE of the champion's predictions with known actuals");
        liveRows = gauge(registry, "live.rows", "The champion's predictions with known actuals");
        heldOutRmse = gauge(registry, "heldout.rmse", "RMSE of the champion on its held-out rows");
        liveCoverage = gauge(registry, "live.interval.coverage", "Fraction of the actuals within their interval");
        nominalCoverage = gauge(registry, "interval.coverage", "Coverage that the champion's intervals promise");
        labelledRows = gauge(registry, "labelled.rows", "Rows with known actuals that the next training learns from");
        regionRmse = gauge(registry, "live.region.rmse", "RMSE with known actuals near a city");
        regionRows = gauge(registry, "live.region.rows", "Predictions with known actuals near a city");
        regionHeldOutRmse = gauge(registry, "heldout.region.rmse", "RMSE on held-out rows near a city");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("mlops.model." + name)
                .description(description)
                .register(registry);
    }

    /** Takes some tens of milliseconds. Returns an empty report if there is no champion. */
    public Optional<DriftReport> update() throws ModelException {
        Optional<DriftReport> drift = model.monitor().drift();
        List<ColumnDrift> columns = drift.map(DriftReport::columns).orElse(List.of());
        set(psi, columns, DriftScores::psi);
        set(ksStatistic, columns, DriftScores::ksStatistic);
        set(ksPValue, columns, DriftScores::ksPValue);
        set(wasserstein, columns, DriftScores::wasserstein);
        set(level, drift.map(report -> (double) rank(report)));
        set(rows, drift.map(report -> (double) report.rows()));
        updateLive(model.monitor().liveScores());
        set(labelledRows, Optional.of((double) model.monitor().labelledRows().size()));
        set(
                heldOutRmse,
                model.champion().map(champion -> champion.version().heldOut().rmse()));
        set(
                nominalCoverage,
                model.champion().map(champion -> champion.model().intervals().coverage()));
        return drift;
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

    private void set(MultiGauge gauge, List<ColumnDrift> columns, ToDoubleFunction<DriftScores> score) {
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        for (ColumnDrift column : columns) {
            Tags tags = Tags.of("model", model.name(), "column", column.name());
            values.add(MultiGauge.Row.of(tags, score.applyAsDouble(column.scores())));
        }
        gauge.register(values, true);
    }

    private void set(MultiGauge gauge, Optional<Double> value) {
        Tags tags = Tags.of("model", model.name());
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        value.ifPresent(known -> values.add(MultiGauge.Row.of(tags, known)));
        gauge.register(values, true);
    }
}
