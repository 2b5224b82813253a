package io.mlops.task.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, checked.
 *
 * @param upload a file that becomes the run's own by a move or is deleted; null where the input lies under an input root
 * @param config the whole configuration as text
 * @param idempotencyKey null where the caller gave none
 * @param callback a URL; null where the caller gave none
 * @param rerunOf null where this is no rerun
 */
public record Submission(
        String pipeline,
        RunInput input,
        @Nullable Path upload,
        String config,
        Map<String, String> labels,
        @Nullable String idempotencyKey,
        @Nullable String callback,
        @Nullable RunId rerunOf) {

    /** A run of its own with these labels, whatever it was made from. */
    public Submission with(Map<String, String> nextLabels) {
        return new Submission(pipeline, input, upload, config, nextLabels, idempotencyKey, callback, null);
    }

    /** What must be equal for two submissions with the same key to be the same. */
    public String fingerprint() {
        String source = input.uploaded() ? "sha256:" + input.sha256() : "path:" + input.path();
        Map<String, String> sortedLabels = new TreeMap<>(labels);
        // a comma in a value is not the one between two labels
        sortedLabels.replaceAll((key, value) -> value.replace("\\", "\\\\").replace(",", "\\,"));
        return Sha256.digest(String.join(
                "\0",
                pipeline,
                source,
                config,
                sortedLabels.toString(),
                String.valueOf(callback),
                String.valueOf(rerunOf)));
    }
}
