package io.mlops.task.run;

import io.mlops.task.execution.Sha256;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client submits, validated.
 *
 * @param upload becomes the input of the run, or is deleted; null if the input is in an input directory of the server
 * @param config the complete configuration as text
 */
public record Submission(
        String pipeline,
        RunInput input,
        @Nullable Upload upload,
        String config,
        Map<String, String> labels,
        Options options) {

    /**
     * The optional parts of a submission, null if absent.
     *
     * @param callback a URL to notify
     * @param rerunOf the run that is repeated
     * @param submittedBy see {@link Run.Actors}
     */
    public record Options(
            @Nullable String idempotencyKey,
            @Nullable String callback,
            @Nullable RunId rerunOf,
            @Nullable String submittedBy) {
        public static final Options NONE = new Options(null, null, null, null);
    }

    public Submission submittedBy(@Nullable String actor) {
        Options changed = new Options(options.idempotencyKey(), options.callback(), options.rerunOf(), actor);
        return new Submission(pipeline, input, upload, config, labels, changed);
    }

    public Submission withConfig(String newConfig) {
        return new Submission(pipeline, input, upload, newConfig, labels, options);
    }

    /** Returns a submission of an independent run with these labels, even if it was built as a rerun. */
    public Submission withLabels(Map<String, String> newLabels) {
        Options independent = new Options(options.idempotencyKey(), options.callback(), null, options.submittedBy());
        return new Submission(pipeline, input, upload, config, newLabels, independent);
    }

    /** Returns what must be equal for two submissions with the same key to be the same. */
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
                String.valueOf(options.callback()),
                String.valueOf(options.rerunOf())));
    }
}
