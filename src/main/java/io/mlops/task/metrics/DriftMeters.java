package io.mlops.task.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.ColumnDrift;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.DriftScores;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.regression.RegressionMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What watching a model gave last, as Prometheus gauges. What is not known has no gauge, rather than a made-up number. */
public final class DriftMeters {
    private final ServedModel model;
    private final MultiGauge level;
    private final MultiGauge rows;
    private final MultiGauge psi;
    private final MultiGauge ksD;
    private final MultiGauge ksP;
    private final MultiGauge wasserstein;
    private final MultiGauge liveRmse;
    private final MultiGauge liveRows;
    private final MultiGauge heldOutRmse;

    public DriftMeters(MeterRegistry registry, ServedModel model) {
        this.model = model;
        level = gauge(registry, "drift.level", "0 insufficient_data, 1 stable, 2 warn, 3 alert");
        rows = gauge(registry, "drift.window.rows", "Recent rows that are compared with the training's");
        psi = gauge(registry, "drift.psi", "Population stability index of a column: 0.10 warns, 0.25 alerts");
        ksD = gauge(registry, "drift.ks.statistic", "Kolmogorov-Smirnov distance of a column");
        ksP = gauge(registry, "drift.ks.p.value", "p of the Kolmogorov-Smirnov distance; says nothing without it");
        wasserstein = gauge(registry, "drift.wasserstein", "Wasserstein distance over the standard deviation");
        liveRmse = gauge(registry, "live.rmse", "RMSE of the champion's predictions whose truth is known");
        liveRows = gauge(registry, "live.rows", "The champion's predictions whose truth is known");
        heldOutRmse = gauge(registry, "heldout.rmse", "RMSE of the champion on its held-out rows");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("mlops.model." + name)
                .description(description)
                .register(registry);
    }

    /** Looks again; takes some tens of milliseconds. Answers what was found, empty where nobody serves. */
    public Optional<DriftReport> update() throws ModelException {
        Optional<DriftReport> drift = model.monitor().drift();
        List<ColumnDrift> columns = drift.map(DriftReport::columns).orElse(List.of());
        set(psi, columns, DriftScores::psi);
        set(ksD, columns, DriftScores::ksD);
        set(ksP, columns, DriftScores::ksP);
        set(wasserstein, columns, DriftScores::wasserstein);
        set(level, drift.map(report -> (double) rank(report)));
        set(rows, drift.map(report -> (double) report.rows()));
        Optional<RegressionMetrics> live = model.monitor().live();
        set(liveRmse, live.map(RegressionMetrics::rmse));
        set(liveRows, live.map(scores -> (double) scores.rows()));
        set(
                heldOutRmse,
                model.champion().map(champion -> champion.version().heldOut().rmse()));
        return drift;
    }

    @SuppressWarnings("EnumOrdinal") // mildest first is the type's promise
    private static int rank(DriftReport report) {
        return report.level().ordinal();
    }

    private void set(MultiGauge gauge, List<ColumnDrift> columns, ToDoubleFunction<DriftScores> distance) {
        List<MultiGauge.Row<?>> values = new ArrayList<>();
        for (ColumnDrift column : columns) {
            Tags tags = Tags.of("model", model.name(), "column", column.name());
            values.add(MultiGauge.Row.of(tags, distance.applyAsDouble(column.distances())));
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
