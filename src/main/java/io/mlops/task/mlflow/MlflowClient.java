package io.mlops.task.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mlops.task.background.SelfRenewingHttpClient;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Sends requests to the server's REST API, one at a time, each with a timeout. */
final class MlflowClient {
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);
    private static final int MAX_EXCERPT = 300;

    /** Unauthorized, rate-limited, or no server behind the proxy: the next request would fail, too. */
    private static final Set<Integer> UNAVAILABLE = Set.of(401, 403, 407, 429, 502, 503, 504);

    private final TrackingServer server;
    private final SelfRenewingHttpClient client = new SelfRenewingHttpClient(CONNECT_TIMEOUT);

    MlflowClient(TrackingServer server) {
        this.server = server;
    }

    JsonNode get(String call, Map<String, String> query) throws TrackingException, InterruptedException {
        String text = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                request(API + call + "?" + text).timeout(REQUEST_TIMEOUT).GET().build());
    }

    JsonNode post(String call, Object body) throws TrackingException, InterruptedException {
        return send(request(API + call)
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    JsonNode patch(String call, Object body) throws TrackingException, InterruptedException {
        return send(request(API + call)
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    /** Uploads a file to the artifact proxy; {@code path} must be URL-safe. */
    void put(String path, Content file) throws TrackingException, InterruptedException {
        JsonNode unused = send(request(ARTIFACTS + path)
                .timeout(UPLOAD_TIMEOUT)
                .header("Content-Type", "application/octet-stream")
                .PUT(publisher(file))
                .build());
    }

    /** Returns the address at which everyone can download what was {@link #put} there. */
    String downloadUri(String path) {
        return server.resolve(ARTIFACTS + path).toString();
    }

    private static BodyPublisher publisher(Content file) {
        return file.size() == 0
                ? BodyPublishers.ofByteArray(new byte[0])
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(file)), file.size());
    }

    private static InputStream open(Content file) {
        try {
            return file.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        server.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private JsonNode send(HttpRequest request) throws TrackingException, InterruptedException {
        String requestLine = request.method() + " " + request.uri().getRawPath();
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .get();
        } catch (ExecutionException e) {
            throw TrackingException.unavailable(
                    "MLflow at " + server + " does not respond to " + requestLine + ": " + e.getCause(), e.getCause());
        }
        JsonNode body = parse(response);
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        String code = SafeText.excerpt(body.path("error_code").asText(""), MAX_EXCERPT);
        String message = "MLflow at " + server + " responds to " + requestLine + " with " + response.statusCode() + " "
                + code + ": " + SafeText.excerpt(body.path("message").asText(""), MAX_EXCERPT);
        throw UNAVAILABLE.contains(response.statusCode())
                ? TrackingException.unavailable(message, null)
                : TrackingException.rejected(
                        message, code.isEmpty() && isUnknownCall(response) ? TrackingException.UNKNOWN_CALL : code);
    }

    private static boolean isUnknownCall(HttpResponse<byte[]> response) {
        return response.statusCode() == 404 || response.statusCode() == 405;
    }

    /** A proxy's error page is not JSON and adds nothing to the status. */
    private static JsonNode parse(HttpResponse<byte[]> response) {
        try {
            return Json.read(response.body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
