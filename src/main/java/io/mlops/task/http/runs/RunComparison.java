package io.mlops.task.http.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mlops.task.execution.MetricsJson;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunStore;
import io.mlops.task.text.SafeText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Runs side by side. */
@Singleton
final class RunComparison {
    private static final int MAX_RUNS = 20;
    private static final int MAX_TEXT_LENGTH = 1000;

    private final RunStore store;
    private final EffectiveConfigs configs;
    private final ObjectMapper json;

    RunComparison(RunStore store, EffectiveConfigs configs, ObjectMapper json) {
        this.store = store;
        this.configs = configs;
        this.json = json;
    }

    /** The fields of the runs: for each field its values in the order of the ids, null if a run has none. */
    @Schema(name = "Comparison")
    record Result(
            List<String> ids,

            @Nullable
            @Schema(
                    description = "Whether the runs have the same result, as in identical of a rerun; null if one "
                            + "of them has no metrics.json",
                    nullable = true)
            Boolean identical,

            @Schema(examples = "{\"metrics.value\": [0.4989, 0.4991]}")
            Map<String, List<@Nullable Object>> different,

            Map<String, @Nullable Object> same) {}

    static List<String> ids(@Nullable String ids) {
        List<String> parsed = ids == null || ids.isBlank() ? List.of() : List.of(ids.split(",", MAX_RUNS + 2));
        if (parsed.size() < 2 || parsed.size() > MAX_RUNS) {
            throw ProblemException.invalid("ids: must be 2 to " + MAX_RUNS + " ids, separated by commas");
        }
        return parsed;
    }

    Result of(List<Run> runs) throws IOException {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            for (Map.Entry<String, @Nullable Object> field : fields(runs.get(i)).entrySet()) {
                column(columns, field.getKey(), runs.size()).set(i, field.getValue());
            }
        }
        Map<String, List<@Nullable Object>> different = new LinkedHashMap<>();
        Map<String, @Nullable Object> same = new LinkedHashMap<>();
        columns.forEach((key, values) -> {
            if (new HashSet<>(values).size() == 1) {
                same.put(key, values.get(0));
            } else {
                different.put(key, values);
            }
        });
        boolean identical = different.keySet().stream()
                .noneMatch(key -> key.startsWith("metrics.")
                        && !MetricsJson.isNonDeterministic(key.substring("metrics.".length())));
        Boolean known = identical;
        for (Run run : runs) {
            known = hasMetrics(run) ? known : null;
        }
        return new Result(runs.stream().map(run -> run.id().value()).toList(), known, different, same);
    }

    private boolean hasMetrics(Run run) throws IOException {
        return run.isEnded() && store.metrics(run.id()).exists();
    }

    private static List<@Nullable Object> column(Map<String, List<@Nullable Object>> columns, String key, int size) {
        return columns.computeIfAbsent(key, k -> {
            List<@Nullable Object> empty = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                empty.add(null);
            }
            return empty;
        });
    }

    /** Without the rest of a text that an earlier version stored at any length. */
    private static JsonNode excerpt(JsonNode value) {
        return value.isTextual() ? TextNode.valueOf(SafeText.cut(value.textValue(), MAX_TEXT_LENGTH)) : value;
    }

    private Map<String, @Nullable Object> fields(Run run) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("pipeline", run.pipeline());
        fields.put("state", run.state().label());
        fields.put("input.name", run.input().name());
        fields.put("input.bytes", run.input().bytes());
        fields.put("input.sha256", run.input().sha256());
        configs.get(run).forEach((key, value) -> fields.put("config." + key, value));
        if (hasMetrics(run)) {
            JsonNode metrics = json.readTree(store.metrics(run.id()).readAllBytes());
            for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
                fields.put("metrics." + metric.getKey(), excerpt(metric.getValue()));
            }
        }
        Provenance provenance = run.provenance();
        if (provenance != null) {
            fields.put("provenance.version", provenance.version());
            fields.put("provenance.code", provenance.code());
            fields.put("provenance.java", provenance.java());
            fields.put("provenance.platform", provenance.platform());
        }
        return fields;
    }
}
