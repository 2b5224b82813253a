package io.mlops.task.submission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A requested run, apart from its input.
 *
 * @param config the configuration as YAML; null for the service's default
 * @param overrides YAML scalars that replace keys of the configuration
 * @param callback a URL that is notified when the run has ended
 */
public record SubmissionRequest(
        String pipeline,
        @Nullable String config,
        Map<String, String> overrides,
        Map<String, String> labels,
        @Nullable String idempotencyKey,
        @Nullable String callback) {

    /** The service's default configuration with some keys replaced. */
    public static SubmissionRequest of(String pipeline, Map<String, String> overrides) {
        return new SubmissionRequest(pipeline, null, overrides, Map.of(), null, null);
    }
}
