package io.mlops.task.pipeline;

import static io.mlops.task.config.IntegerKey.integer;

import io.mlops.task.config.ConfigReader;
import io.mlops.task.config.IntegerKey;
import io.mlops.task.config.NumberKey;
import io.mlops.task.config.StringKey;
import io.mlops.task.config.YamlSchema;
import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.RunResult;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.PredictionListener;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Predicts every row of a file; writes the predictions to one file and the errors of invalid rows to another. */
public final class HousingPredictPipeline implements Pipeline {
    private final Supplier<ModelRegistries> models;
    private final @Nullable Supplier<PredictionListener> predictions;

    /** @param predictions supplies what is notified of every predicted row; null if nothing is */
    public HousingPredictPipeline(
            Supplier<ModelRegistries> models, @Nullable Supplier<PredictionListener> predictions) {
        this.models = models;
        this.predictions = predictions;
    }

    /**
     * @param modelVersion null for the champion
     * @param coverage of the intervals
     */
    record Config(long seed, String version, @Nullable Integer modelVersion, double coverage) {
        private static final IntegerKey SEED = IntegerKey.seed("recorded with the result");
        private static final StringKey VERSION = StringKey.version();
        private static final IntegerKey MODEL_VERSION = integer(
                        "model_version", "the version of the model that predicts")
                .range(1, Integer.MAX_VALUE)
                .optional("the champion");

        private static final NumberKey COVERAGE = NumberKey.number(
                "coverage",
                "the nominal coverage of the intervals, rounded up to hundredths",
                ConformalIntervals.MIN_COVERAGE,
                ConformalIntervals.MAX_COVERAGE,
                ConformalIntervals.DEFAULT_COVERAGE);

        static final YamlSchema<Config> SCHEMA = new Schema();
    }

    private static final class Schema extends YamlSchema<Config> {
        Schema() {
            super(true, List.of(Config.SEED, Config.VERSION, Config.MODEL_VERSION, Config.COVERAGE));
        }

        @Override
        protected Config read(ConfigReader values) throws JobException {
            Long modelVersion = values.find(Config.MODEL_VERSION);
            return new Config(
                    values.get(Config.SEED),
                    values.get(Config.VERSION),
                    modelVersion == null ? null : modelVersion.intValue(),
                    values.get(Config.COVERAGE));
        }
    }

    @Override
    public String name() {
        return "housing-predict";
    }

    @Override
    public Defaults defaults() {
        return new Defaults("sample-data/housing.csv", "config/housing-predict.yaml");
    }

    @Override
    public ConfigSchema schema() {
        return Config.SCHEMA;
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        PredictionListener listener = predictions == null ? PredictionListener.NONE : predictions.get();
        return new BatchPredictionRun(context, Config.SCHEMA.read(context), models.get(), listener).metrics();
    }
}
