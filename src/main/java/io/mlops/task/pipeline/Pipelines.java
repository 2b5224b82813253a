package io.mlops.task.pipeline;

import io.mlops.task.execution.Pipeline;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.regression.PredictionListener;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every pipeline. */
public final class Pipelines {
    private Pipelines() {}

    /** @param models called if a pipeline needs models, so that other pipelines do not load their libraries */
    public static List<Pipeline> all(Supplier<ModelRegistries> models) {
        return all(models, null);
    }

    /** @param predictions supplies what is notified of every row that a run predicts; null if nothing is */
    public static List<Pipeline> all(
            Supplier<ModelRegistries> models, @Nullable Supplier<PredictionListener> predictions) {
        return List.of(
                new SignalPipeline(), new HousingPipeline(models), new HousingPredictPipeline(models, predictions));
    }

    /** Returns every pipeline, to be described and not run. */
    public static List<Pipeline> withoutModels() {
        return all(() -> {
            throw new IllegalStateException("these pipelines have no models");
        });
    }
}
