package io.mlops.task.model.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.ModelJson;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
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

/** The files of a trained model: its run and its registered version have the same ones. */
public final class ModelArtifacts {
    public static final String DESCRIPTOR = "descriptor.json";
    public static final String TRAIN = "train.csv";
    public static final String HELD_OUT = "held-out.csv";
    public static final String PLOTS = "plots.json";
    public static final String TRIALS = "trials.json";
    public static final String CARD = "card.md";
    public static final String CANDIDATES = "candidates.json";

    private ModelArtifacts() {}

    /** Returns contents by file name, the model in its library's format first; the same version gives the same bytes. */
    public static Map<String, byte[]> of(UnregisteredVersion newVersion) throws ModelException {
        TrainedModel model = newVersion.candidate().model();
        ModelFile file = model.file();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(file.name(), file.bytes());
        files.put(TRAIN, newVersion.split().train().toCsv());
        files.put(HELD_OUT, newVersion.split().heldOut().toCsv());
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

    /** A candidate without its model. */
    private record CandidateSummary(
            String name,
            ModelSpec spec,
            RegressionMetrics train,
            RegressionMetrics heldOut,
            List<Trial> trials,
            EvaluationPlots plots) {
        static CandidateSummary of(TrainedCandidate candidate) {
            return new CandidateSummary(
                    candidate.name(),
                    candidate.model().spec(),
                    candidate.train(),
                    candidate.heldOut(),
                    candidate.trials(),
                    candidate.plots());
        }
    }

    /** Returns the comparison of all candidates, as JSON. */
    public static byte[] candidates(TrainingResult result) throws ModelException {
        try {
            return ModelJson.bytes(
                    result.candidates().stream().map(CandidateSummary::of).toList());
        } catch (JsonProcessingException e) {
            throw new ModelException("The candidates cannot be written: " + e, e);
        }
    }
}
