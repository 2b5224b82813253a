package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls that a mirror makes, answered from memory as MLflow 3 answers them, with a fault where a test wants one. What
 * MLflow itself makes of them is shown by src/test/mlflow/check.
 */
final class TrackingStub implements Closeable {
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    final Map<String, Run> runs = new TreeMap<>();
    final Map<String, String> versions = new TreeMap<>();
    final Map<String, String> aliases = new TreeMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private boolean experiment;
    private boolean model;
    private int loseAnswer;
    private volatile boolean down;
    private volatile String refused = "";

    record Run(
            Map<String, String> tags,
            Map<String, String> parameters,
            TreeSet<String> metrics,
            TreeSet<String> files,
            List<String> status) {
        Run() {
            this(
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new ArrayList<>(List.of("RUNNING")));
        }

        String lastStatus() {
            return status.get(status.size() - 1);
        }
    }

    TrackingStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Does what the n-th request from now asks, and answers that it is away. */
    void loseAnswer(int n) {
        loseAnswer = n;
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** Refuses what has this in its body. */
    void refuse(String text) {
        refused = text;
    }

    /** Becomes a server that was never told anything. */
    synchronized void forget() {
        runs.clear();
        versions.clear();
        aliases.clear();
        experiment = false;
        model = false;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 503;
        byte[] answer = "<html>away</html>".getBytes(StandardCharsets.UTF_8);
        if (!down) {
            try {
                if (!refused.isEmpty() && new String(body, StandardCharsets.UTF_8).contains(refused)) {
                    throw new IllegalStateException("INVALID_PARAMETER_VALUE");
                }
                answer = Json.bytes(path.contains("/artifacts/") ? keep(path) : call(path, exchange, body));
                status = 200;
            } catch (IllegalStateException e) {
                answer = Json.bytes(Map.of("error_code", e.getMessage(), "message", "not so"));
                status = 400;
            }
            status = --loseAnswer == 0 ? 503 : status;
        }
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Map<String, Object> keep(String path) {
        String[] parts = path.split("/artifacts/", 3);
        String id = parts[1].split("/")[1];
        run(id).files().add(parts[2]);
        return Map.of();
    }

    private Map<String, Object> call(String path, HttpExchange exchange, byte[] body) throws IOException {
        JsonNode json = body.length == 0 ? Json.read("{}".getBytes(StandardCharsets.UTF_8)) : Json.read(body);
        String query =
                URLDecoder.decode(String.valueOf(exchange.getRequestURI().getRawQuery()), StandardCharsets.UTF_8);
        switch (path.replace("/api/2.0/mlflow/", "")) {
            case "experiments/get-by-name":
                need(experiment, "RESOURCE_DOES_NOT_EXIST");
                return Map.of("experiment", Map.of("experiment_id", "7"));
            case "experiments/create":
                experiment = true;
                return Map.of("experiment_id", "7");
            case "runs/search":
                return search(quoted(json.path("filter").asText()));
            case "runs/create":
                String id = "r" + (runs.size() + 1);
                runs.put(id, new Run());
                json.path("tags").forEach(tag -> run(id).tags().put(text(tag, "key"), text(tag, "value")));
                return Map.of("run", answer(id));
            case "runs/log-batch":
                Run run = run(text(json, "run_id"));
                json.path("params").forEach(p -> run.parameters().put(text(p, "key"), text(p, "value")));
                json.path("metrics").forEach(m -> run.metrics().add(m.toString()));
                return Map.of();
            case "runs/log-inputs":
                return Map.of();
            case "runs/update":
                run(text(json, "run_id")).status().add(text(json, "status"));
                return Map.of();
            case "registered-models/get":
                need(model, "RESOURCE_DOES_NOT_EXIST");
                return Map.of();
            case "registered-models/create":
                need(!model, "RESOURCE_ALREADY_EXISTS");
                model = true;
                return Map.of();
            case "registered-models/alias":
                aliases.put(text(json, "alias"), text(json, "version"));
                return Map.of();
            case "model-versions/search":
                String maker = query.substring(query.indexOf("run_id='") + 8, query.length() - 1);
                List<Map<String, String>> found = new ArrayList<>();
                versions.forEach((version, source) -> {
                    if (source.contains("/" + maker + "/")) {
                        found.add(Map.of("version", version));
                    }
                });
                return Map.of("model_versions", found);
            case "model-versions/create":
                String version = String.valueOf(versions.size() + 1);
                versions.put(version, text(json, "source"));
                return Map.of("model_version", Map.of("version", version));
            default:
                throw new IllegalStateException("ENDPOINT_NOT_FOUND");
        }
    }

    private Map<String, Object> search(String identity) {
        List<Map<String, Object>> found = new ArrayList<>();
        runs.forEach((id, run) -> {
            if (identity.equals(run.tags().get(TrackingApi.IDENTITY))) {
                found.add(answer(id));
            }
        });
        return Map.of("runs", found);
    }

    private Map<String, Object> answer(String id) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("run_id", id);
        info.put("artifact_uri", "mlflow-artifacts:/7/" + id + "/artifacts");
        info.put("status", run(id).lastStatus());
        return Map.of("info", info);
    }

    private Run run(String id) {
        need(runs.containsKey(id), "RESOURCE_DOES_NOT_EXIST");
        return runs.get(id);
    }

    private static String quoted(String filter) {
        Matcher matcher = QUOTED.matcher(filter);
        need(matcher.find(), "INVALID_PARAMETER_VALUE");
        return matcher.group(1);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }

    private static void need(boolean so, String code) {
        if (!so) {
            throw new IllegalStateException(code);
        }
    }
}
