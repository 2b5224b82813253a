package io.mlops.task.model.registry;

import io.mlops.task.model.housing.TrainTestSplit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model's provenance: the same code, Java, data and configuration reproduce it byte for byte.
 *
 * @param configuration the run's effective configuration
 * @param codeVersion version of this program
 * @param javaVersion version of the Java that trained it
 * @param runId the run that trained it, or ""
 */
public record ModelProvenance(
        TrainTestSplit.Identity split,
        Map<String, String> configuration,
        String codeVersion,
        String javaVersion,
        String runId) {
    /** Uses the version of the running Java. */
    public static ModelProvenance of(
            TrainTestSplit.Identity split, Map<String, String> configuration, String codeVersion, String runId) {
        return new ModelProvenance(
                split,
                Collections.unmodifiableMap(new TreeMap<>(configuration)),
                codeVersion,
                Runtime.version().toString(),
                runId);
    }
}
