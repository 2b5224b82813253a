package io.mlops.task.config;

import io.mlops.task.execution.JobException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the values of declared keys. A value of another type or out of range is rejected; nothing is converted. */
public final class ConfigReader {
    private final YamlDocument document;
    private final List<Key<?>> keys;
    private final List<String> names = new ArrayList<>();

    ConfigReader(YamlDocument document, List<Key<?>> keys) {
        this.document = document;
        this.keys = keys;
        for (Key<?> key : keys) {
            names.add(key.name());
        }
    }

    /** Returns the value of a key or its default. */
    public <T> T get(Key<T> key) throws JobException {
        T value = find(key);
        if (value == null) {
            throw document.invalid(key.name(), "is missing: must be " + key.expected() + misspelling(key.name()));
        }
        return value;
    }

    /** Returns the value of a key or its default; null if it has neither. */
    public <T> @Nullable T find(Key<T> key) throws JobException {
        Node node = document.values().get(key.name());
        return node == null ? key.defaultValue() : key.read(node, this);
    }

    /** Returns a reader of the keys in a section; null if the section is absent. */
    public @Nullable ConfigReader section(Section key) throws JobException {
        Node node = document.values().get(key.name());
        if (node == null) {
            return null;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(key, node);
        }
        ConfigReader section = new ConfigReader(document.section(key.name(), mapping), key.keys());
        section.rejectUnknownKeys();
        return section;
    }

    /** Returns the exception for a value that is invalid for a reason that the key's declaration cannot express. */
    public JobException.InvalidConfig invalid(String key, String reason) {
        return document.invalid(key, reason);
    }

    JobException.InvalidConfig invalid(Key<?> key, Node node) {
        return document.invalid(key.name(), Messages.mustBe(key.expected(node), YamlScalars.excerpt(node)));
    }

    /** Returns a message for each unknown key, with the most similar known one. */
    List<String> unknownKeys() {
        List<String> messages = new ArrayList<>();
        for (String key : document.values().keySet()) {
            if (!names.contains(key)) {
                messages.add(
                        "Config key '" + SafeText.excerpt(key) + "' is unknown and has no effect" + suggestion(key));
            }
        }
        return messages;
    }

    void rejectUnknownKeys() throws JobException {
        for (String key : document.values().keySet()) {
            if (!names.contains(key)) {
                throw document.invalid(key, "is not a known key" + suggestion(key));
            }
        }
    }

    /** Returns each key with its value as text, sections excluded. */
    public Map<String, String> effective() throws JobException {
        Map<String, String> effective = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            if (!(key instanceof Section)) {
                effective.put(key.name(), text(key));
            }
        }
        return effective;
    }

    private <T> String text(Key<T> key) throws JobException {
        T value = find(key);
        return value == null ? String.valueOf(key.defaultText()) : key.text(value);
    }

    private String suggestion(String key) {
        return names.isEmpty() ? "" : "; did you mean '" + Suggestions.closest(key, names) + "'?";
    }

    /** Returns a hint if an unknown key looks like a misspelling of the missing one. */
    private String misspelling(String missing) {
        for (String key : document.values().keySet()) {
            if (!names.contains(key) && Suggestions.isSimilar(key, missing)) {
                return "; line " + document.line(key) + " has the unknown key '" + SafeText.excerpt(key)
                        + "', did you mean '" + missing
                        + "'?";
            }
        }
        return "";
    }
}
