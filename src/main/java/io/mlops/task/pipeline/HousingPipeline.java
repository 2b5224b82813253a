package io.mlops.task.pipeline;

import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Pipeline;
import io.mlops.task.run.RunContext;
import io.mlops.task.run.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Trains models of house values, compares them and registers the best. Loads nothing of a model before it is asked to. */
public final class HousingPipeline implements Pipeline {
    /** The name under which its models are kept. */
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
    public String defaultInput() {
        return "sample-data/housing.csv";
    }

    @Override
    public String defaultConfig() {
        return "config/housing.yaml";
    }

    @Override
    public void validate(String config, String configName) throws JobException {
        HousingConfig.of(YamlConfig.parse(config, configName));
    }

    @Override
    public boolean isString(String key) {
        return HousingConfig.TEXT_KEYS.contains(key);
    }

    @Override
    public String override(String config, String configName, Map<String, String> scalars) throws JobException {
        return YamlConfig.override(config, configName, scalars);
    }

    @Override
    public List<ConfigKey> schema() {
        return HousingConfig.schema();
    }

    @Override
    public Map<String, String> effectiveConfig(String config, String configName) throws JobException {
        return HousingConfig.of(YamlConfig.parse(config, configName)).effective();
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        return new HousingTrainingRun(context, models.get()).metrics();
    }
}
