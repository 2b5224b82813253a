package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's logged models, which MLflow has since version 3. */
final class LoggedModelApi {
    private final MlflowClient client;

    LoggedModelApi(MlflowClient client) {
        this.client = client;
    }

    /** Returns the model of a run, creating it if necessary; empty if the server has no logged models. */
    Optional<LoggedModel> open(String experiment, MlflowRun run, TrackingRecord logged)
            throws TrackingException, InterruptedException {
        try {
            Optional<LoggedModel> found = find(experiment, run);
            return found.isPresent() ? found : Optional.of(create(experiment, run, logged));
        } catch (TrackingException e) {
            if (e.isUnknownCall()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Makes the model usable, and an output of its run. */
    void complete(LoggedModel model, MlflowRun run) throws TrackingException, InterruptedException {
        if (!model.isReady()) {
            JsonNode unused = client.patch(
                    "logged-models/" + model.id(), Map.of("model_id", model.id(), "status", "LOGGED_MODEL_READY"));
        }
        JsonNode unused = client.post(
                "runs/outputs",
                Map.of("run_id", run.id(), "models", List.of(Map.of("model_id", model.id(), "step", 0))));
    }

    private Optional<LoggedModel> find(String experiment, MlflowRun run)
            throws TrackingException, InterruptedException {
        JsonNode found = client.post(
                        "logged-models/search",
                        Map.of(
                                "experiment_ids",
                                List.of(experiment),
                                "filter",
                                "source_run_id = '" + run.id() + "'",
                                "max_results",
                                1))
                .path("models");
        return found.isEmpty() ? Optional.empty() : Optional.of(LoggedModel.of(found.get(0)));
    }

    private LoggedModel create(String experiment, MlflowRun run, TrackingRecord logged)
            throws TrackingException, InterruptedException {
        JsonNode created = client.post(
                "logged-models",
                Map.of(
                        "experiment_id",
                        experiment,
                        "name",
                        logged.model().orElseThrow().name(),
                        "source_run_id",
                        run.id(),
                        "params",
                        TrackingApi.pairs(logged.parameters(), TrackingApi.MAX_VALUE_LENGTH),
                        "tags",
                        TrackingApi.pairs(logged.tags(), TrackingApi.MAX_TAG_LENGTH)));
        return LoggedModel.of(created.path("model"));
    }
}
