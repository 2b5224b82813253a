package io.mlops.task.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.run.Callback;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as JSON on disk. Every key is spelled out, so that a renamed field cannot make old runs unreadable. */
final class RunJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RunJson() {}

    static byte[] write(Run run) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", run.id().value());
        json.put("pipeline", run.pipeline());
        write(run.state(), json.putObject("state"));
        write(run.input(), json.putObject("input"));
        ObjectNode labels = json.putObject("labels");
        run.labels().forEach(labels::put);
        json.put("idempotencyKey", run.idempotencyKey());
        json.put("fingerprint", run.request().fingerprint());
        json.put("submittedBy", run.actors().submittedBy());
        json.put("cancelledBy", run.actors().cancelledBy());
        json.put("labelledBy", run.actors().labelledBy());
        Callback callback = run.callback();
        if (callback != null) {
            write(callback, json.putObject("callback"));
        }
        RunId rerunOf = run.rerunOf();
        json.put("rerunOf", rerunOf == null ? null : rerunOf.value());
        json.put("identical", run.identical());
        Provenance provenance = run.provenance();
        if (provenance != null) {
            json.putObject("provenance")
                    .put("version", provenance.version())
                    .put("code", provenance.code())
                    .put("java", provenance.java())
                    .put("platform", provenance.platform());
        }
        Run.Result result = run.result();
        if (result != null) {
            json.putObject("result")
                    .put("version", result.version())
                    .put("rows", result.rows())
                    .put("metric", result.metric())
                    .put("value", result.value());
        }
        json.put("error", run.error());
        ObjectNode layout = json.putObject("layout");
        run.layout().forEach(layout::put);
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : run.findings()) {
            findings.addObject()
                    .put("check", finding.check())
                    .put("severity", finding.severity().label())
                    .put("count", finding.count())
                    .put("line", finding.line())
                    .put("message", finding.message());
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private static void write(RunState state, ObjectNode json) {
        json.put("name", state.label());
        json.put("attempt", state.attempt());
        json.put("queuedAt", text(state.queuedAt()));
        json.put("startedAt", text(state.startedAt()));
        json.put("endedAt", text(state.endedAt()));
    }

    private static void write(RunInput input, ObjectNode json) {
        json.put("name", input.name());
        json.put("uploaded", input.uploaded());
        json.put("path", input.path());
        json.put("bytes", input.bytes());
        json.put("sha256", input.sha256());
    }

    private static void write(Callback callback, ObjectNode json) {
        json.put("url", callback.url());
        json.put("attempts", callback.attempts());
        json.put("nextAttempt", text(callback.nextAttempt()));
        json.put("delivered", callback.delivered());
    }

    static Run read(byte[] bytes) throws IOException {
        JsonNode json = MAPPER.readTree(bytes);
        try {
            return new Run(
                    new RunId(required(json, "id")),
                    request(json),
                    strings(json.path("labels")),
                    state(json.path("state")),
                    callback(json.path("callback")),
                    outcome(json),
                    new Run.Actors(text(json, "submittedBy"), text(json, "cancelledBy"), text(json, "labelledBy")));
        } catch (RuntimeException e) {
            throw new IOException("not a run: " + e.getMessage(), e);
        }
    }

    private static Run.Request request(JsonNode json) {
        String rerunOf = text(json, "rerunOf");
        return new Run.Request(
                required(json, "pipeline"),
                input(json.path("input")),
                text(json, "idempotencyKey"),
                required(json, "fingerprint"),
                rerunOf == null ? null : new RunId(rerunOf));
    }

    private static Run.Outcome outcome(JsonNode json) {
        return new Run.Outcome(
                provenance(json.path("provenance")),
                result(json.path("result")),
                text(json, "error"),
                findings(json),
                strings(json.path("layout")),
                json.hasNonNull("identical") ? json.get("identical").asBoolean() : null);
    }

    private static RunState state(JsonNode json) {
        String name = required(json, "name");
        int attempt = json.path("attempt").asInt();
        Instant queued = Instant.parse(required(json, "queuedAt"));
        Instant started = instant(json, "startedAt");
        if (name.equals(RunState.Queued.LABEL)) {
            return new RunState.Queued(queued, attempt);
        }
        if (name.equals(RunState.Running.LABEL)) {
            return new RunState.Running(queued, Instant.parse(required(json, "startedAt")), attempt);
        }
        Instant ended = Instant.parse(required(json, "endedAt"));
        RunState.FinalState finalState = RunState.FinalState.valueOf(name.toUpperCase(Locale.ROOT));
        return new RunState.Ended(finalState, queued, started, ended, attempt);
    }

    private static RunInput input(JsonNode json) {
        return new RunInput(
                required(json, "name"),
                json.path("uploaded").asBoolean(),
                text(json, "path"),
                json.path("bytes").asLong(),
                text(json, "sha256"));
    }

    private static Map<String, String> strings(JsonNode json) {
        Map<String, String> strings = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return Collections.unmodifiableMap(strings);
    }

    private static @Nullable Callback callback(JsonNode json) {
        if (json.isMissingNode()) {
            return null;
        }
        String url = required(json, "url");
        int attempts = json.path("attempts").asInt();
        Instant nextAttempt = instant(json, "nextAttempt");
        // one of an earlier version may be longer; it is needed until it is delivered or given up
        boolean done = attempts > 0 && nextAttempt == null;
        return new Callback(
                done ? SafeText.cut(url, Callback.MAX_URL_LENGTH) : url,
                attempts,
                nextAttempt,
                json.path("delivered").asBoolean());
    }

    private static @Nullable Provenance provenance(JsonNode json) {
        return json.isMissingNode()
                ? null
                : new Provenance(
                        required(json, "version"),
                        required(json, "code"),
                        required(json, "java"),
                        required(json, "platform"));
    }

    private static Run.@Nullable Result result(JsonNode json) {
        if (json.isMissingNode()) {
            return null;
        }
        BigDecimal value = json.path("value").decimalValue();
        return new Run.Result(required(json, "version"), json.path("rows").asLong(), required(json, "metric"), value);
    }

    private static List<Finding> findings(JsonNode json) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode one : json.path("findings")) {
            findings.add(new Finding(
                    required(one, "check"),
                    Severity.valueOf(required(one, "severity").toUpperCase(Locale.ROOT)),
                    one.path("count").asLong(),
                    one.path("line").asLong(),
                    required(one, "message")));
        }
        return findings;
    }

    private static @Nullable String text(JsonNode json, String key) {
        return json.hasNonNull(key) ? json.get(key).asText() : null;
    }

    private static String required(JsonNode json, String key) {
        String text = text(json, key);
        if (text == null) {
            throw new IllegalArgumentException("key '" + key + "' is missing");
        }
        return text;
    }

    private static @Nullable Instant instant(JsonNode json, String key) {
        String text = text(json, key);
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
