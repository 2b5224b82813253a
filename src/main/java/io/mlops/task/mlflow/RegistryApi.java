package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The server's model registry. */
final class RegistryApi {
    private static final String CHAMPION = "champion";

    private final MlflowClient client;

    RegistryApi(MlflowClient client) {
        this.client = client;
    }

    boolean exists(String model) throws TrackingException, InterruptedException {
        try {
            JsonNode unused = client.get("registered-models/get", Map.of("name", model));
            return true;
        } catch (TrackingException e) {
            if (e.hasCode("RESOURCE_DOES_NOT_EXIST")) {
                return false;
            }
            throw e;
        }
    }

    void createIfAbsent(String model) throws TrackingException, InterruptedException {
        try {
            JsonNode unused = client.post("registered-models/create", Map.of("name", model));
        } catch (TrackingException e) {
            if (!e.hasCode("RESOURCE_ALREADY_EXISTS")) {
                throw e;
            }
        }
    }

    /** Returns the server's number for a run's model version, registering it if necessary. */
    String version(String model, TrackingApi.Logged logged, Map<String, String> tags)
            throws TrackingException, InterruptedException {
        String filter = "name='" + model + "' and run_id='" + logged.run().id() + "'";
        JsonNode found = client.get("model-versions/search", Map.of("filter", filter));
        if (!found.path("model_versions").isEmpty()) {
            return found.path("model_versions").get(0).path("version").asText();
        }
        Map<String, Object> created = new LinkedHashMap<>();
        created.put("name", model);
        created.put("source", logged.modelUri());
        created.put("run_id", logged.run().id());
        logged.model().ifPresent(loggedModel -> created.put("model_id", loggedModel.id()));
        created.put("tags", TrackingApi.pairs(tags, TrackingApi.MAX_TAG_LENGTH));
        return client.post("model-versions/create", created)
                .path("model_version")
                .path("version")
                .asText();
    }

    void setAlias(String model, String version) throws TrackingException, InterruptedException {
        JsonNode unused =
                client.post("registered-models/alias", Map.of("name", model, "alias", CHAMPION, "version", version));
    }
}
