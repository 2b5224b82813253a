package io.mlops.task.pipeline;

import static io.mlops.task.config.ChoiceKey.choice;

import io.mlops.task.config.ChoiceKey;
import java.util.Locale;
import java.util.Set;

/** What to do if a version was trained on the same data with the same configuration. */
public enum SameDataPolicy {
    TRAIN,
    SKIP;

    public static final String KEY_NAME = "same_data";

    /** Keys of the configuration that change no model. */
    static final Set<String> KEYS_WITHOUT_EFFECT = Set.of(KEY_NAME, CheckPolicy.KEY_NAME);

    static final ChoiceKey<SameDataPolicy> KEY = choice(
            KEY_NAME,
            "what to do if a version was trained on the same data with the same configuration",
            SameDataPolicy.values(),
            TRAIN);

    /** Returns the value as a configuration has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
