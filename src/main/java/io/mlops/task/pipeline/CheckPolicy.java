package io.mlops.task.pipeline;

import static io.mlops.task.config.ChoiceKey.choice;

import io.mlops.task.config.ChoiceKey;
import java.util.Locale;

/** What to do about doubts in the data. */
public enum CheckPolicy {
    WARN,
    ERROR,
    OFF;

    /** The key of every pipeline that checks its data. */
    public static final String KEY_NAME = "checks";

    static final ChoiceKey<CheckPolicy> KEY =
            choice(KEY_NAME, "whether a finding of severity warning fails the run", CheckPolicy.values(), WARN);

    /** Returns the value as a configuration has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
