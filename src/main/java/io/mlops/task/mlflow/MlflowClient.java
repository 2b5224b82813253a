package io.mlops.task.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One request at a time to the server's REST API, each with an end in time. */
final class MlflowClient {
    private static final String API = "/api/2.0/mlflow/";
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);
    private static final Duration TO_TAKE_A_FILE = Duration.ofMinutes(5);
    private static final int MAX_EXCERPT = 300;

    /** Not let in, too much, or nobody behind the proxy: the next request would fare no better. */
    private static final Set<Integer> OUTAGES = Set.of(401, 403, 407, 429, 502, 503, 504);

    private final TrackingServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    MlflowClient(TrackingServer server) {
        this.server = server;
    }

    JsonNode get(String call, Map<String, String> query) throws TrackingException, InterruptedException {
        String text = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return sent(to(API + call + "?" + text).timeout(TO_ANSWER).GET().build());
    }

    JsonNode post(String call, Object body) throws TrackingException, InterruptedException {
        return sent(to(API + call)
                .timeout(TO_ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    /** Puts a file where the artifact proxy keeps it; {@code path} is safe in a URL. */
    void put(String path, byte[] file) throws TrackingException, InterruptedException {
        JsonNode unused = sent(to("/api/2.0/mlflow-artifacts/artifacts/" + path)
                .timeout(TO_TAKE_A_FILE)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(file))
                .build());
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path));
        server.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private JsonNode sent(HttpRequest request) throws TrackingException, InterruptedException {
        String asked = request.method() + " " + request.uri().getPath();
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw TrackingException.unavailable("MLflow at " + server + " does not answer " + asked + ": " + e, e);
        }
        JsonNode answer = response(response);
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        String code = answer.path("error_code").asText("");
        String why = "MLflow at " + server + " answers " + asked + " with " + response.statusCode() + " " + code + ": "
                + excerpt(answer.path("message").asText(""));
        throw OUTAGES.contains(response.statusCode())
                ? TrackingException.unavailable(why, null)
                : TrackingException.rejected(why, code);
    }

    /** A proxy's page of an error is no JSON and says nothing that the status does not. */
    private static JsonNode response(HttpResponse<byte[]> response) {
        try {
            return Json.read(response.body());
        } catch (JsonProcessingException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }

    private static String excerpt(String text) {
        return text.length() <= MAX_EXCERPT ? text : text.substring(0, MAX_EXCERPT) + "…";
    }
}
