package io.mlops.task.model.registry;

import io.mlops.task.model.housing.SplitIdentity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from; with the same code, Java, data and configuration it can be made again, byte for byte.
 *
 * @param split the data's hash, the seed and the share of held-out rows
 * @param configuration the run's own settings, as text
 * @param code version of this program
 * @param java version of the Java that trained it
 * @param run identity of the run that trained it, or ""
 */
public record ModelProvenance(
        SplitIdentity split, Map<String, String> configuration, String code, String java, String run) {
    /** Takes the running Java's version. */
    public static ModelProvenance of(SplitIdentity split, Map<String, String> configuration, String code, String run) {
        return new ModelProvenance(
                split,
                Collections.unmodifiableMap(new TreeMap<>(configuration)),
                code,
                Runtime.version().toString(),
                run);
    }
}
