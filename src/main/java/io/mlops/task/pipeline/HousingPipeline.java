package io.mlops.task.pipeline;

import io.mlops.task.model.ModelHome;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Metrics;
import io.mlops.task.run.Pipeline;
import io.mlops.task.run.RunContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Trains models of house values, compares them and registers the best. Loads nothing of a model before it is asked to. */
public final class HousingPipeline implements Pipeline {
    /** The name under which its models are kept. */
    public static final String MODEL = "housing";

    private final Supplier<ModelHome> models;

    public HousingPipeline(Supplier<ModelHome> models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "housing";
    }

    @Override
    public String shippedInput() {
        return "sample-data/housing.csv";
    }

    @Override
    public String shippedConfig() {
        return "config/housing.yaml";
    }

    @Override
    public void check(String config, String configName) throws JobException {
        HousingConfig.of(Config.parse(config, configName));
    }

    @Override
    public boolean isText(String key) {
        return HousingConfig.TEXT_KEYS.contains(key);
    }

    @Override
    public String configure(String config, String configName, Map<String, String> scalars) throws JobException {
        return Config.configure(config, configName, scalars);
    }

    @Override
    public List<ConfigKey> keys() {
        return HousingConfig.describe();
    }

    @Override
    public Map<String, String> settings(String config, String configName) throws JobException {
        return HousingConfig.of(Config.parse(config, configName)).settings();
    }

    @Override
    public Metrics run(RunContext context) throws JobException, IOException, InterruptedException {
        return new HousingRun(context, models.get()).metrics();
    }
}
