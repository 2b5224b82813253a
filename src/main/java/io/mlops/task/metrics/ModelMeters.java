package io.mlops.task.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.OutOfRangeWarning;
import io.mlops.task.model.housing.RowError;
import io.mlops.task.model.monitoring.ServingListener;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.regression.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a served model is asked, as Prometheus metrics; made once, so that a request only counts. */
public final class ModelMeters implements ServingListener {
    private static final double[] VALUES = {0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5};
    private static final Duration[] TIMES = {
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
    private final Counter served;
    private final Counter refused;
    private final Counter unserved;
    private final Counter rows;
    private final Counter invalidRows;
    private final Timer durations;
    private final DistributionSummary predictions;
    private final List<Counter> outside = new ArrayList<>();

    public ModelMeters(MeterRegistry registry, ChampionService championship) {
        this.registry = registry;
        this.model = championship.registry().name();
        String requests = "mlops.model.requests";
        String what = "Requests for predictions, by how they ended";
        served = counter(requests, what, "outcome", "success");
        refused = counter(requests, what, "outcome", "rejected");
        unserved = counter(requests, what, "outcome", "unavailable");
        rows = counter("mlops.model.predictions", "Rows that were predicted");
        invalidRows = counter("mlops.model.invalid.values", "Values that were missing or of a bad type");
        durations = Timer.builder("mlops.model.prediction.duration")
                .description("Time that the model took for a row")
                .serviceLevelObjectives(TIMES)
                .tag("model", model)
                .register(registry);
        predictions = DistributionSummary.builder("mlops.model.prediction.value")
                .description("Predicted house values in 100,000 USD")
                .serviceLevelObjectives(VALUES)
                .tag("model", model)
                .register(registry);
        for (Feature feature : Feature.all()) {
            outside.add(counter(
                    "mlops.model.out.of.range.values",
                    "Values outside of what the model was trained on, answered with a warning",
                    "feature",
                    feature.title()));
        }
        Gauge.builder(
                        "mlops.model.load.failed",
                        championship,
                        one -> one.fault().isPresent() ? 1 : 0)
                .description("1 where the champion cannot be read, else 0")
                .tag("model", model)
                .register(registry);
        Gauge.builder("mlops.model.champion.version", championship, ModelMeters::champion)
                .description("The version that serves; 0 where none does")
                .tag("model", model)
                .register(registry);
    }

    @Override
    public void onPredicted() {
        served.increment();
    }

    @Override
    public void onAnswered(int version, Prediction prediction, long nanos) {
        rows.increment();
        durations.record(nanos, TimeUnit.NANOSECONDS);
        predictions.record(prediction.value());
        for (OutOfRangeWarning warning : prediction.warnings()) {
            outside.get(warning.feature().column()).increment();
        }
    }

    @Override
    public void onRejected(List<RowError> problems) {
        refused.increment();
        invalidRows.increment(problems.size());
    }

    @Override
    public void onUnavailable() {
        unserved.increment();
    }

    private static double champion(ChampionService championship) {
        return championship
                .current()
                .map(champion -> champion.version().number())
                .orElse(0);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag("model", model)
                .tags(tags)
                .register(registry);
    }
}
