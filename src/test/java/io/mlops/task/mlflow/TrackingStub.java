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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tracking server in memory that responds as MLflow 3 does, with faults on request. src/test/mlflow/check tests with a real
 * server.
 */
final class TrackingStub implements Closeable {
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    final Map<String, Run> runs = new TreeMap<>();
    final Map<String, String> versions = new TreeMap<>();
    final Map<String, String> aliases = new TreeMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    /** By id, with the run that made it. */
    final Map<String, String> models = new TreeMap<>();

    private final Map<String, String> runsOfVersions = new TreeMap<>();
    private final Set<String> ready = new TreeSet<>();
    private boolean hasLoggedModels = true;
    private boolean experiment;
    private boolean model;
    private int loseResponse;
    private volatile boolean down;
    private volatile String rejected = "";

    record Run(
            Map<String, String> tags,
            Map<String, String> parameters,
            TreeSet<String> metrics,
            TreeSet<String> files,
            List<String> datasets,
            Map<String, Long> times,
            List<String> status) {
        Run() {
            this(
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new ArrayList<>(),
                    new TreeMap<>(),
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

    /** Executes the n-th request from now, but responds with 503. */
    void loseResponse(int n) {
        loseResponse = n;
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** Rejects requests with this text in their body. */
    void reject(String text) {
        rejected = text;
    }

    /** Becomes MLflow 2. */
    void withoutLoggedModels() {
        hasLoggedModels = false;
    }

    /** Loses all data. */
    synchronized void forget() {
        runs.clear();
        versions.clear();
        aliases.clear();
        models.clear();
        experiment = false;
        model = false;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 503;
        byte[] response = "<html>away</html>".getBytes(StandardCharsets.UTF_8);
        if (!down) {
            try {
                if (!rejected.isEmpty() && new String(body, StandardCharsets.UTF_8).contains(rejected)) {
                    throw new IllegalStateException("INVALID_PARAMETER_VALUE");
                }
                response = Json.bytes(path.contains("/artifacts/") ? store(path) : call(path, exchange, body));
                status = 200;
            } catch (IllegalStateException e) {
                response = Json.bytes(Map.of("error_code", e.getMessage(), "message", "not so"));
                status = e.getMessage().equals("ENDPOINT_NOT_FOUND") ? 404 : 400;
            }
            status = --loseResponse == 0 ? 503 : status;
        }
        exchange.sendResponseHeaders(status, response.length);
        exchange.getResponseBody().write(response);
        exchange.close();
    }

    private Map<String, Object> store(String path) {
        String[] parts = path.split("/artifacts/", 3);
        String[] owner = parts[1].split("/");
        boolean ofModel = owner[1].equals("models");
        String id = ofModel ? models.getOrDefault(owner[2], "") : owner[1];
        run(id).files().add(ofModel ? owner[2] + "/" + parts[2] : parts[2]);
        return Map.of();
    }

    private Map<String, Object> call(String path, HttpExchange exchange, byte[] body) throws IOException {
        JsonNode json = body.length == 0 ? Json.read("{}".getBytes(StandardCharsets.UTF_8)) : Json.read(body);
        String query =
                URLDecoder.decode(String.valueOf(exchange.getRequestURI().getRawQuery()), StandardCharsets.UTF_8);
        String call = path.replace("/api/2.0/mlflow/", "");
        require(hasLoggedModels || !call.startsWith("logged-models"), "ENDPOINT_NOT_FOUND");
        if (call.startsWith("logged-models/m")) {
            ready.add(text(json, "model_id"));
            return Map.of();
        }
        switch (call) {
            case "logged-models/search":
                String source = quoted(json.path("filter").asText());
                return Map.of(
                        "models",
                        models.entrySet().stream()
                                .filter(entry -> entry.getValue().equals(source))
                                .map(entry -> model(entry.getKey()))
                                .toList());
            case "logged-models":
                models.put("m" + (models.size() + 1), text(json, "source_run_id"));
                return Map.of("model", model("m" + models.size()));
            case "runs/outputs":
                require(
                        ready.contains(
                                json.path("models").path(0).path("model_id").asText()),
                        "INVALID_STATE");
                return Map.of();
            case "experiments/get-by-name":
                require(experiment, "RESOURCE_DOES_NOT_EXIST");
                return Map.of("experiment", Map.of("experiment_id", "7"));
            case "experiments/create":
                experiment = true;
                return Map.of("experiment_id", "7");
            case "runs/search":
                return search(quoted(json.path("filter").asText()));
            case "runs/create":
                String id = "r" + (runs.size() + 1);
                runs.put(id, new Run());
                run(id).tags().put("name", text(json, "run_name"));
                run(id).times().put("start", json.path("start_time").asLong());
                json.path("tags").forEach(tag -> run(id).tags().put(text(tag, "key"), text(tag, "value")));
                return Map.of("run", runInfo(id));
            case "runs/log-batch":
                Run run = run(text(json, "run_id"));
                json.path("params").forEach(p -> run.parameters().put(text(p, "key"), text(p, "value")));
                json.path("metrics").forEach(m -> run.metrics().add(m.toString()));
                return Map.of();
            case "runs/log-inputs":
                run(text(json, "run_id")).datasets().clear();
                json.path("datasets")
                        .forEach(d -> run(text(json, "run_id")).datasets().add(d.toString()));
                return Map.of();
            case "runs/update":
                run(text(json, "run_id")).status().add(text(json, "status"));
                run(text(json, "run_id"))
                        .times()
                        .put("end", json.path("end_time").asLong());
                return Map.of();
            case "registered-models/get":
                require(model, "RESOURCE_DOES_NOT_EXIST");
                return Map.of();
            case "registered-models/create":
                require(!model, "RESOURCE_ALREADY_EXISTS");
                model = true;
                return Map.of();
            case "registered-models/alias":
                aliases.put(text(json, "alias"), text(json, "version"));
                return Map.of();
            case "model-versions/search":
                String runId = query.substring(query.indexOf("run_id='") + 8, query.length() - 1);
                List<Map<String, String>> found = new ArrayList<>();
                versions.forEach((version, where) -> {
                    if (runsOfVersions.get(version).equals(runId)) {
                        found.add(Map.of("version", version));
                    }
                });
                return Map.of("model_versions", found);
            case "model-versions/create":
                String version = String.valueOf(versions.size() + 1);
                versions.put(version, text(json, "source"));
                runsOfVersions.put(version, text(json, "run_id"));
                return Map.of("model_version", Map.of("version", version));
            default:
                throw new IllegalStateException("ENDPOINT_NOT_FOUND");
        }
    }

    private static String root(String id) {
        return "mlflow-artifacts:/7/" + id + "/artifacts";
    }

    private Map<String, Object> model(String id) {
        return Map.of(
                "info",
                Map.of(
                        "model_id",
                        id,
                        "artifact_uri",
                        root("models/" + id),
                        "status",
                        ready.contains(id) ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_PENDING"));
    }

    private Map<String, Object> search(String identity) {
        List<Map<String, Object>> found = new ArrayList<>();
        runs.forEach((id, run) -> {
            if (identity.equals(run.tags().get(TrackingApi.IDENTITY))) {
                found.add(runInfo(id));
            }
        });
        return Map.of("runs", found);
    }

    private Map<String, Object> runInfo(String id) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("run_id", id);
        info.put("artifact_uri", root(id));
        info.put("status", run(id).lastStatus());
        return Map.of("info", info);
    }

    private Run run(String id) {
        require(runs.containsKey(id), "RESOURCE_DOES_NOT_EXIST");
        return runs.get(id);
    }

    private static String quoted(String filter) {
        Matcher matcher = QUOTED.matcher(filter);
        require(matcher.find(), "INVALID_PARAMETER_VALUE");
        return matcher.group(1);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }

    private static void require(boolean condition, String code) {
        if (!condition) {
            throw new IllegalStateException(code);
        }
    }
}
