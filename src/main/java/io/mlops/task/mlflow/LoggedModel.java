package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;

/** A logged model of MLflow 3. */
record LoggedModel(String id, String artifactRoot, boolean isReady) {
    static LoggedModel of(JsonNode model) {
        JsonNode info = model.path("info");
        return new LoggedModel(
                info.path("model_id").asText(),
                info.path("artifact_uri").asText(),
                "LOGGED_MODEL_READY".equals(info.path("status").asText()));
    }
}
