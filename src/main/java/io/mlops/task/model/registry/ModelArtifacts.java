package io.mlops.task.model.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.ModelJson;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.TableCsv;
import io.mlops.task.model.regression.ModelFile;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.TrainingResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that explains a trained model, as files: the same with its run and with its version. */
public final class ModelArtifacts {
    public static final String DESCRIPTOR = "descriptor.json";
    public static final String TRAIN = "train.csv";
    public static final String HELD_OUT = "held-out.csv";
    public static final String PLOTS = "plots.json";
    public static final String TRIALS = "trials.json";
    public static final String CARD = "card.md";
    public static final String CANDIDATES = "candidates.json";

    private ModelArtifacts() {}

    /** Contents by name, the model in its library's own format first; the same one gives the same bytes. */
    public static Map<String, byte[]> of(UnregisteredVersion newVersion) throws ModelException {
        TrainedModel model = newVersion.candidate().model();
        ModelFile file = model.file();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(file.name(), file.bytes());
        files.put(TRAIN, TableCsv.bytes(newVersion.split().train()));
        files.put(HELD_OUT, TableCsv.bytes(newVersion.split().heldOut()));
        files.put(CARD, newVersion.card().getBytes(StandardCharsets.UTF_8));
        try {
            files.put(DESCRIPTOR, ModelJson.bytes(model.descriptor()));
            files.put(TRIALS, ModelJson.bytes(newVersion.candidate().trials()));
            files.put(PLOTS, ModelJson.bytes(newVersion.candidate().plots()));
        } catch (JsonProcessingException e) {
            throw new ModelException("Model " + newVersion.candidate().name() + " cannot be written: " + e, e);
        }
        return files;
    }

    /** One entry of the comparison: everything of a candidate but the model itself. */
    private record Compared(
            String name,
            ModelSpec spec,
            RegressionMetrics train,
            RegressionMetrics heldOut,
            List<Trial> trials,
            EvaluationPlots plots) {
        static Compared of(TrainedCandidate candidate) {
            return new Compared(
                    candidate.name(),
                    candidate.model().spec(),
                    candidate.train(),
                    candidate.heldOut(),
                    candidate.trials(),
                    candidate.plots());
        }
    }

    /** All candidates side by side. */
    public static byte[] candidates(TrainingResult result) throws ModelException {
        try {
            return ModelJson.bytes(
                    result.candidates().stream().map(Compared::of).toList());
        } catch (JsonProcessingException e) {
            throw new ModelException("The candidates cannot be written: " + e, e);
        }
    }
}
