package io.mlops.task.http.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which methods a path has; the web framework does not tell when it refuses another one. */
public final class AllowedMethods {
    private static final String READS = "GET, HEAD, OPTIONS";
    private static final Pattern OWN = Pattern.compile("/(health|metrics|openapi)(/.*)?");
    private static final Map<Pattern, String> ALLOWED = new LinkedHashMap<>();

    static {
        allow("/runs", "GET, HEAD, POST");
        allow("/runs/compare", "GET, HEAD");
        allow("/runs/[^/]+", "GET, HEAD, DELETE");
        allow("/runs/[^/]+/labels", "PUT");
        allow("/runs/[^/]+/(metrics|log|config|input|series)", "GET, HEAD");
        allow("/runs/[^/]+/artifacts(/[^/]+)?", "GET, HEAD");
        allow("/runs/[^/]+/(cancel|rerun)", "POST");
        allow("/inputs|/pipelines/[^/]+/config", "GET, HEAD");
        allow("/predict|/batch_predict", "POST");
        allow("/models|/models/[^/]+(/metrics|/drift)?", "GET, HEAD");
        allow("/models/[^/]+/(actuals|retrain)", "POST");
        allow("/models/[^/]+/versions/[^/]+(/card|/plots)?", "GET, HEAD");
        allow("/models/[^/]+/(versions/[^/]+/promote|rollback)", "POST");
        allow("/v2|/v2/health/(live|ready)", "GET, HEAD");
        allow("/v2/models/[^/]+(/versions/[^/]+)?(/ready)?", "GET, HEAD");
        allow("/v2/models/[^/]+(/versions/[^/]+)?/infer", "POST");
    }

    private AllowedMethods() {}

    private static void allow(String path, String methods) {
        ALLOWED.put(Pattern.compile(path), methods);
    }

    /** Of the pages that are no resources and would answer to any method: what they allow; null where the call is fine. */
    public static @Nullable String builtInAllowed(@Nullable String path, String method) {
        boolean own = path != null && OWN.matcher(path).matches();
        return own && !READS.contains(method) ? READS : null;
    }

    /** Null where there is nothing at the path. */
    public static @Nullable String allowed(String path) {
        for (Map.Entry<Pattern, String> call : ALLOWED.entrySet()) {
            if (call.getKey().matcher(path).matches()) {
                return call.getValue();
            }
        }
        return null;
    }
}
