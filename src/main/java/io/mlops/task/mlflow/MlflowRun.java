package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.text.SafeText;
import java.net.URI;
import java.net.URISyntaxException;

/** A run on the server. */
record MlflowRun(String id, String artifactRoot, boolean isEnded) {
    private static final String PROXY_SCHEME = "mlflow-artifacts";

    static MlflowRun of(JsonNode run) {
        JsonNode info = run.path("info");
        return new MlflowRun(
                info.path("run_id").asText(),
                info.path("artifact_uri").asText(),
                !"RUNNING".equals(info.path("status").asText()));
    }

    /**
     * Returns the path of an artifact at the artifact proxy.
     *
     * @param root artifact location of a run or a model
     */
    static String proxyPath(String root, String path) throws TrackingException {
        URI uri;
        String encoded;
        try {
            uri = new URI(root);
            encoded = new URI(null, null, "/" + path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw TrackingException.rejected("The artifact location is invalid: " + e.getReason(), "");
        }
        if (!PROXY_SCHEME.equals(uri.getScheme())) {
            throw TrackingException.rejected(
                    "The artifact location must start with " + PROXY_SCHEME
                            + ":/ (mlflow server --serve-artifacts), was " + SafeText.excerpt(root),
                    "");
        }
        return uri.getRawPath().substring(1) + encoded;
    }
}
