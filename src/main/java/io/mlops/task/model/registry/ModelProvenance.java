package io.mlops.task.model.registry;

import io.mlops.task.model.housing.LabelledRows;
import io.mlops.task.model.housing.TrainTestSplit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model's provenance: the same code, Java, data and configuration reproduce it byte for byte.
 *
 * @param configuration the run's effective configuration
 * @param codeVersion version of this program
 * @param javaVersion version of the Java that trained it
 * @param runId the run that trained it, or ""
 * @param labelled the rows labelled in production that it was trained on; null if there were none
 */
public record ModelProvenance(
        TrainTestSplit.Identity split,
        Map<String, String> configuration,
        String codeVersion,
        String javaVersion,
        String runId,
        @Nullable LabelledRows labelled) {
    /** Uses the version of the running Java. */
    public static ModelProvenance of(
            TrainTestSplit.Identity split, Map<String, String> configuration, String codeVersion, String runId) {
        return new ModelProvenance(
                split,
                Collections.unmodifiableMap(new TreeMap<>(configuration)),
                codeVersion,
                Runtime.version().toString(),
                runId,
                null);
    }

    public ModelProvenance withLabelled(@Nullable LabelledRows rows) {
        return new ModelProvenance(split, configuration, codeVersion, javaVersion, runId, rows);
    }

    /** Whether training again would give the same model, apart from other versions of Java. */
    public boolean isSameTraining(ModelProvenance other, Set<String> keysWithoutEffect) {
        return split.equals(other.split)
                && Objects.equals(labelled, other.labelled)
                && codeVersion.equals(other.codeVersion)
                && without(keysWithoutEffect, configuration).equals(without(keysWithoutEffect, other.configuration));
    }

    private static Map<String, String> without(Set<String> keys, Map<String, String> configuration) {
        Map<String, String> others = new TreeMap<>(configuration);
        others.keySet().removeAll(keys);
        return others;
    }
}
