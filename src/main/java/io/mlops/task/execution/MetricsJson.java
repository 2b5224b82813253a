package io.mlops.task.execution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The content of metrics.json, of a success or of a failure. */
public final class MetricsJson {
    public static final String UNKNOWN_VERSION = "unknown";

    /** Keys whose values may differ between two runs of the same job. The version that made predictions is not one of them. */
    private static final List<String> NON_DETERMINISTIC_KEYS =
            List.of("latency_ms", "model_version", "promoted", "promotion_reason");

    private MetricsJson() {}

    /** Whether two runs of the same job may differ in the value of this key. */
    public static boolean isNonDeterministic(String key) {
        return NON_DETERMINISTIC_KEYS.contains(key);
    }

    /** Returns the part of a record that is the same, byte for byte, for any two runs of the same job. */
    public static String deterministicPart(String record) {
        StringBuilder rest = new StringBuilder(record.length());
        for (String line : record.lines().toList()) {
            int end = line.indexOf("\":");
            boolean key = line.startsWith("  \"") && end > 0;
            if (!key || !isNonDeterministic(line.substring(3, end))) {
                rest.append(line).append('\n');
            }
        }
        return rest.toString();
    }

    public static String success(RunResult metrics, long latencyMillis) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", metrics.version());
        record.put("rows_processed", metrics.rowsProcessed());
        record.put("metric", metrics.metric());
        record.put("value", metrics.value());
        record.put("latency_ms", latencyMillis);
        record.put("seed", metrics.seed());
        record.put("status", "success");
        record.putAll(metrics.more());
        return JsonWriter.pretty(record);
    }

    public static String error(String version, String message) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", version);
        record.put("status", "error");
        record.put("error_message", message);
        return JsonWriter.pretty(record);
    }
}
