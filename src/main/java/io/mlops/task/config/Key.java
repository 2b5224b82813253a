package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import io.mlops.task.text.Messages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The declaration of a configuration key: its name, type, bounds, default and documentation. Without a default it is
 * required.
 *
 * @param <T> the type of its values
 */
public abstract class Key<T> {
    private final String name;
    private final String doc;
    private final @Nullable T defaultValue;
    private final @Nullable String defaultText;

    Key(String name, String doc, @Nullable T defaultValue, @Nullable String defaultText) {
        this.name = name;
        this.doc = doc;
        this.defaultValue = defaultValue;
        this.defaultText = defaultText;
    }

    public final String name() {
        return name;
    }

    final String doc() {
        return doc;
    }

    final @Nullable T defaultValue() {
        return defaultValue;
    }

    final @Nullable String defaultText() {
        return defaultText == null && defaultValue != null ? text(defaultValue) : defaultText;
    }

    abstract T read(Node node, ConfigReader reader) throws JobException;

    /** Returns the values that are accepted, as in "an integer, at least 1". */
    abstract String expected();

    String expected(Node actual) {
        return expected();
    }

    String text(T value) {
        return String.valueOf(value);
    }

    abstract ConfigKey describe();

    static List<ConfigKey> describe(List<Key<?>> keys) {
        List<ConfigKey> described = new ArrayList<>();
        for (Key<?> key : keys) {
            described.add(key.describe());
        }
        return described;
    }

    final ConfigKey describe(ConfigKey.Type type, @Nullable Number min, @Nullable Number max, List<String> choices) {
        return new ConfigKey(name, type, min, max, choices, defaultText(), doc, List.of());
    }

    /** Returns the items of a list, or the value as the only one; rejects an empty list. */
    final List<Node> items(Node node, ConfigReader reader) throws JobException {
        if (node instanceof MappingNode
                || (node instanceof SequenceNode list && list.getValue().isEmpty())) {
            throw reader.invalid(this, node);
        }
        List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        if (items.size() > ConfigKey.MAX_ITEMS) {
            throw reader.invalid(
                    name, Messages.mustBe("at most " + ConfigKey.MAX_ITEMS + " values", String.valueOf(items.size())));
        }
        return items;
    }

    /** Returns the text; rejects one that is too long. */
    final String bounded(String text, ConfigReader reader) throws JobException {
        if (text.length() > ConfigKey.MAX_LENGTH) {
            throw reader.invalid(
                    name,
                    Messages.mustBe("at most " + ConfigKey.MAX_LENGTH + " characters", String.valueOf(text.length())));
        }
        return text;
    }
}
