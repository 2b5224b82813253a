package io.mlops.task.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that a configuration may have.
 *
 * @param min of an integer; null for others
 * @param max of an integer; null for others
 * @param choices the words that it may be; empty where it is free
 * @param fallback what a configuration without the key means, as text; null where the key is required
 * @param meaning in a few words, for people
 */
public record ConfigKey(
        String name,
        Type type,
        @Nullable Long min,
        @Nullable Long max,
        List<String> choices,
        @Nullable String fallback,
        String meaning) {

    /** What a value looks like. */
    public enum Type {
        INTEGER,
        TEXT,
        CHOICE
    }

    public static ConfigKey integer(String name, long min, long max, @Nullable String fallback, String meaning) {
        return new ConfigKey(name, Type.INTEGER, min, max, List.of(), fallback, meaning);
    }

    public static ConfigKey text(String name, @Nullable String fallback, String meaning) {
        return new ConfigKey(name, Type.TEXT, null, null, List.of(), fallback, meaning);
    }

    public static ConfigKey choice(String name, List<String> choices, String fallback, String meaning) {
        return new ConfigKey(name, Type.CHOICE, null, null, choices, fallback, meaning);
    }
}
