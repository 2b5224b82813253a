package io.mlops.task.pipeline;

import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.RunResult;
import io.mlops.task.model.registry.ModelRegistries;
import java.io.IOException;
import java.util.function.Supplier;

/** Trains models of house values, compares them and registers the best. Loads no model library before it runs. */
public final class HousingPipeline implements Pipeline {
    /** The name of its models in the registry. */
    public static final String MODEL = "housing";

    private final Supplier<ModelRegistries> models;

    public HousingPipeline(Supplier<ModelRegistries> models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "housing";
    }

    @Override
    public Defaults defaults() {
        return new Defaults("sample-data/housing.csv", "config/housing.yaml");
    }

    @Override
    public ConfigSchema schema() {
        return HousingConfig.SCHEMA;
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        return new HousingTrainingRun(context, models.get()).metrics();
    }
}
