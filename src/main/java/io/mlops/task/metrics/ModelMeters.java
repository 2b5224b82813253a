package io.mlops.task.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.OutOfRangeWarning;
import io.mlops.task.model.monitoring.ServingListener;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.regression.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus metrics of a served model; registered once, so that a request only increments. */
public final class ModelMeters implements ServingListener {
    private static final double[] VALUE_BUCKETS = {0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5};
    private static final Duration[] DURATION_BUCKETS = {
        Duration.ofNanos(2_000),
        Duration.ofNanos(5_000),
        Duration.ofNanos(10_000),
        Duration.ofNanos(25_000),
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(10),
        Duration.ofMillis(100)
    };

    private final MeterRegistry registry;
    private final String model;
    private final Counter successes;
    private final Counter rejections;
    private final Counter unavailable;
    private final Counter rows;
    private final Counter invalidRows;
    private final Timer durations;
    private final DistributionSummary predictions;
    private final List<Counter> outOfRange = new ArrayList<>();

    public ModelMeters(MeterRegistry registry, ChampionService champions) {
        this.registry = registry;
        this.model = champions.registry().name();
        String requests = "mlops.model.requests";
        String description = "Prediction requests by outcome";
        successes = counter(requests, description, "outcome", "success");
        rejections = counter(requests, description, "outcome", "rejected");
        unavailable = counter(requests, description, "outcome", "unavailable");
        rows = counter("mlops.model.predictions", "Predicted rows");
        invalidRows = counter("mlops.model.invalid.values", "Values that were missing or of the wrong type");
        durations = Timer.builder("mlops.model.prediction.duration")
                .description("Duration of the prediction of a row")
                .serviceLevelObjectives(DURATION_BUCKETS)
                .tag("model", model)
                .register(registry);
        predictions = DistributionSummary.builder("mlops.model.prediction.value")
                .description("Predicted house values in 100,000 USD")
                .serviceLevelObjectives(VALUE_BUCKETS)
                .tag("model", model)
                .register(registry);
        for (Feature feature : Feature.all()) {
            outOfRange.add(counter(
                    "mlops.model.out.of.range.values",
                    "Values outside the training range, predicted with a warning",
                    "feature",
                    feature.label()));
        }
        Gauge.builder("mlops.model.load.failed", champions, one -> one.fault().isPresent() ? 1 : 0)
                .description("1 if the champion could not be loaded, else 0")
                .tag("model", model)
                .register(registry);
        Gauge.builder("mlops.model.champion.version", champions, ModelMeters::championVersion)
                .description("The version in service; 0 if there is none")
                .tag("model", model)
                .register(registry);
    }

    @Override
    public void onPredicted() {
        successes.increment();
    }

    @Override
    public void onRowPredicted(int version, Prediction prediction, long nanos) {
        rows.increment();
        durations.record(nanos, TimeUnit.NANOSECONDS);
        predictions.record(prediction.value());
        for (OutOfRangeWarning warning : prediction.warnings()) {
            outOfRange.get(warning.feature().column()).increment();
        }
    }

    @Override
    public void onRejected(long invalidValues) {
        rejections.increment();
        invalidRows.increment((double) invalidValues);
    }

    @Override
    public void onUnavailable() {
        unavailable.increment();
    }

    private static double championVersion(ChampionService champions) {
        return champions.current().map(champion -> champion.version().number()).orElse(0);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag("model", model)
                .tags(tags)
                .register(registry);
    }
}
