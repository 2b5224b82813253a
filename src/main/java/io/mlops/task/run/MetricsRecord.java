package io.mlops.task.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** The content of metrics.json, of a success or of a failure. */
public final class MetricsRecord {
    static final String UNKNOWN_VERSION = "unknown";

    private static final String LATENCY_LINE = "  \"latency_ms\":";

    private MetricsRecord() {}

    /** What two runs over the same input and configuration have in common, to the byte. */
    static String withoutLatency(String record) {
        StringBuilder rest = new StringBuilder(record.length());
        for (String line : record.lines().toList()) {
            if (!line.startsWith(LATENCY_LINE)) {
                rest.append(line).append('\n');
            }
        }
        return rest.toString();
    }

    public static String success(Metrics metrics, long latencyMillis) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", metrics.version());
        record.put("rows_processed", metrics.rowsProcessed());
        record.put("metric", metrics.metric());
        record.put("value", metrics.value());
        record.put("latency_ms", latencyMillis);
        record.put("seed", metrics.seed());
        record.put("status", "success");
        record.putAll(metrics.more());
        return Json.pretty(record);
    }

    public static String error(String version, String message) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", version);
        record.put("status", "error");
        record.put("error_message", message);
        return Json.pretty(record);
    }
}
