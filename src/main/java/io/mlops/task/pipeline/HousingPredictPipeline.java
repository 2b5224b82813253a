package io.mlops.task.pipeline;

import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Pipeline;
import io.mlops.task.run.RunContext;
import io.mlops.task.run.RunResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Predicts every row of a file, and leaves the predictions and the rows that could not be predicted as two files. */
public final class HousingPredictPipeline implements Pipeline {
    private static final List<String> KEYS = List.of("seed", "version", "model_version");

    private final Supplier<ModelRegistries> models;

    public HousingPredictPipeline(Supplier<ModelRegistries> models) {
        this.models = models;
    }

    /** @param modelVersion null for the champion */
    record Settings(long seed, String version, @Nullable Integer modelVersion) {
        static Settings of(YamlConfig config) throws JobException {
            config.rejectUnknown(KEYS);
            boolean pinned = config.keys().contains("model_version");
            return new Settings(
                    config.seed(),
                    config.string("version"),
                    pinned ? (Integer) (int) config.integer("model_version", 1, Integer.MAX_VALUE) : null);
        }
    }

    @Override
    public String name() {
        return "housing-predict";
    }

    @Override
    public String defaultInput() {
        return "sample-data/housing.csv";
    }

    @Override
    public String defaultConfig() {
        return "config/housing-predict.yaml";
    }

    @Override
    public void validate(String config, String configName) throws JobException {
        Settings.of(YamlConfig.parse(config, configName));
    }

    @Override
    public boolean isString(String key) {
        return key.equals("version");
    }

    @Override
    public String override(String config, String configName, Map<String, String> scalars) throws JobException {
        return YamlConfig.override(config, configName, scalars);
    }

    @Override
    public List<ConfigKey> schema() {
        return List.of(
                ConfigKey.integer("seed", 0, YamlConfig.MAX_SEED, null, "kept with the result"),
                ConfigKey.text("version", null, "a name for this configuration"),
                ConfigKey.integer("model_version", 1, Integer.MAX_VALUE, "the champion", "which version predicts"));
    }

    @Override
    public Map<String, String> effectiveConfig(String config, String configName) throws JobException {
        Settings settings = Settings.of(YamlConfig.parse(config, configName));
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("seed", Long.toString(settings.seed));
        shown.put("version", settings.version);
        shown.put("model_version", settings.modelVersion == null ? "the champion" : settings.modelVersion.toString());
        return shown;
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        return new BatchPredictionRun(context, Settings.of(YamlConfig.of(context)), models.get()).metrics();
    }
}
