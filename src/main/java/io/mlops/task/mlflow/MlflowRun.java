package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** A run as the server has it. */
record MlflowRun(String id, String artifacts, boolean ended) {
    private static final String PROXIED = "mlflow-artifacts";

    static MlflowRun of(JsonNode run) {
        JsonNode info = run.path("info");
        return new MlflowRun(
                info.path("run_id").asText(),
                info.path("artifact_uri").asText(),
                !"RUNNING".equals(info.path("status").asText()));
    }

    /** Where the artifact proxy keeps a file of this run. */
    String artifactUri(String path) throws TrackingException {
        URI uri = URI.create(artifacts);
        if (!PROXIED.equals(uri.getScheme())) {
            throw TrackingException.rejected(
                    "Artifacts of run " + id + " are kept at " + artifacts
                            + ", out of the tracking server's hands; wanted an experiment whose location begins with "
                            + PROXIED + ":/ (mlflow server --serve-artifacts)",
                    "");
        }
        return uri.getRawPath().substring(1) + "/" + path;
    }
}
