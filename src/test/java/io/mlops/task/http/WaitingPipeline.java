package io.mlops.task.http;

import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.run.Pipeline;
import io.mlops.task.run.RunContext;
import io.mlops.task.run.RunResult;
import io.mlops.task.submission.PipelineRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pipeline that says that it waits, and does until it is told to stop. */
final class WaitingPipeline implements Pipeline {

    /** Beside the real ones. */
    static final class Wiring {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        PipelineRegistry pipelines(ModelRegistries models) {
            List<Pipeline> pipelines = new ArrayList<>(new Pipelines(() -> models).all());
            pipelines.add(new WaitingPipeline());
            return new PipelineRegistry(pipelines);
        }
    }

    @Override
    public String name() {
        return "wait";
    }

    @Override
    public void validate(String config, String configName) {}

    @Override
    public boolean isString(String key) {
        return false;
    }

    @Override
    public String override(String config, String configName, Map<String, String> scalars) {
        return config;
    }

    @Override
    public RunResult run(RunContext context) throws InterruptedException {
        context.log().info("Waiting");
        Thread.sleep(60_000);
        throw new InterruptedException("nobody told it to stop");
    }
}
