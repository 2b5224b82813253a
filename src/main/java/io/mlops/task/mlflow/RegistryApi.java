package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The server's registered models. */
final class RegistryApi {
    private static final String CHAMPION = "champion";
    private static final int MAX_TAG_LENGTH = 5_000;

    private final MlflowClient requests;

    RegistryApi(MlflowClient requests) {
        this.requests = requests;
    }

    boolean has(String model) throws TrackingException, InterruptedException {
        try {
            JsonNode unused = requests.get("registered-models/get", Map.of("name", model));
            return true;
        } catch (TrackingException e) {
            if (e.is("RESOURCE_DOES_NOT_EXIST")) {
                return false;
            }
            throw e;
        }
    }

    void createIfAbsent(String model) throws TrackingException, InterruptedException {
        try {
            JsonNode unused = requests.post("registered-models/create", Map.of("name", model));
        } catch (TrackingException e) {
            if (!e.is("RESOURCE_ALREADY_EXISTS")) {
                throw e;
            }
        }
    }

    /** The server's own number for the version that a run made, which is registered where it is not yet. */
    String version(String model, MlflowRun run, String folder, Map<String, String> tags)
            throws TrackingException, InterruptedException {
        String filter = "name='" + model + "' and run_id='" + run.id() + "'";
        JsonNode found = requests.get("model-versions/search", Map.of("filter", filter));
        if (!found.path("model_versions").isEmpty()) {
            return found.path("model_versions").get(0).path("version").asText();
        }
        return requests.post(
                        "model-versions/create",
                        Map.of(
                                "name",
                                model,
                                "source",
                                run.artifacts() + "/" + folder,
                                "run_id",
                                run.id(),
                                "tags",
                                TrackingApi.pairs(tags, MAX_TAG_LENGTH)))
                .path("model_version")
                .path("version")
                .asText();
    }

    void setAlias(String model, String version) throws TrackingException, InterruptedException {
        JsonNode unused =
                requests.post("registered-models/alias", Map.of("name", model, "alias", CHAMPION, "version", version));
    }
}
