package io.mlops.task.http;

import io.mlops.task.execution.Pipeline;
import io.mlops.task.execution.StubPipeline;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.submission.PipelineRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Adds to the pipelines one that waits until it is cancelled. */
final class StubPipelineWiring {
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    PipelineRegistry pipelines(ModelRegistries models, ServedModels served) {
        List<Pipeline> pipelines = new ArrayList<>(
                Pipelines.all(() -> models, () -> served.defaultModel().monitor()));
        pipelines.add(StubPipeline.waiting("wait"));
        return new PipelineRegistry(pipelines);
    }
}
