package io.mlops.task.execution;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration keys of a pipeline: validates, completes and overrides a configuration by them. */
public interface ConfigSchema {

    /**
     * Describes a key of a configuration.
     *
     * @param min of a number, inclusive; null if it has no bound
     * @param max of a number, inclusive; null if it has no bound
     * @param choices the values that it accepts; empty if it accepts others too
     * @param defaultValue what a configuration without the key means, as text; null if the key is required
     * @param doc its meaning in a few words
     * @param keys of a section; empty for other types
     */
    record ConfigKey(
            String name,
            Type type,
            @Nullable Number min,
            @Nullable Number max,
            List<String> choices,
            @Nullable String defaultValue,
            String doc,
            List<ConfigKey> keys) {
        /** Of a string, in characters. */
        public static final int MAX_LENGTH = 256;

        /** Of a list. */
        public static final int MAX_ITEMS = 100;

        /** The type of a value. A list may also be given as its only item. */
        public enum Type {
            INTEGER,
            NUMBER,
            STRING,
            CHOICE,
            STRINGS,
            INTEGERS,
            NUMBERS,
            /** A column: its name or its place. */
            STRING_OR_INTEGER,
            STRINGS_OR_INTEGERS,
            STRINGS_OR_NUMBERS,
            SECTION;

            public boolean isList() {
                return this == STRINGS
                        || this == INTEGERS
                        || this == NUMBERS
                        || this == STRINGS_OR_INTEGERS
                        || this == STRINGS_OR_NUMBERS;
            }

            public boolean isString() {
                return this == STRING || this == CHOICE || this == STRINGS;
            }
        }

        public boolean required() {
            return defaultValue == null;
        }

        /** Returns the accepted values, such as {@code 1 to 9} or {@code a | b}; empty if the type says all. */
        public String range() {
            if (!choices.isEmpty()) {
                return String.join(" | ", choices);
            }
            if (min == null) {
                return "";
            }
            return max == null ? "at least " + min : min + " to " + max;
        }
    }

    /** Returns every key, in the order of the documentation. */
    List<ConfigKey> keys();

    /** Whether a key that is not declared has no effect, whatever its value; otherwise it is an error. */
    default boolean ignoresUnknownKeys() {
        return false;
    }

    /**
     * Returns the YAML that a value typed by a person means: {@code 5} is a number, unless the key's value is text,
     * {@code ","} in quotes is the text between them, and {@code [a, b]} is a list, if the key takes one.
     */
    String typed(String key, String text);

    /**
     * Rejects an invalid configuration.
     *
     * @param config its text
     * @param configName its name in messages
     */
    void validate(String config, String configName) throws JobException;

    /** Returns every key with its value as text, defaults included. */
    Map<String, String> effective(String config, String configName) throws JobException;

    /**
     * Returns the configuration with some keys replaced; the same text if there is none to replace.
     *
     * @param scalars YAML scalars by key
     */
    String override(String config, String configName, Map<String, String> scalars) throws JobException;
}
