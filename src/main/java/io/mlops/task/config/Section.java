package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** A mapping of other keys; read with {@link ConfigReader#section}. */
public final class Section extends Key<Void> {
    private final List<Key<?>> keys;

    private Section(String name, String doc, List<Key<?>> keys, String defaultText) {
        super(name, doc, null, defaultText);
        this.keys = keys;
    }

    /** @param defaultText what a configuration without the section means */
    public static Section section(String name, String doc, List<Key<?>> keys, String defaultText) {
        return new Section(name, doc, keys, defaultText);
    }

    List<Key<?>> keys() {
        return keys;
    }

    @Override
    Void read(Node node, ConfigReader reader) throws JobException {
        throw reader.invalid(this, node);
    }

    @Override
    String expected() {
        return "keys and values"
                + (keys.isEmpty() ? "" : " such as " + keys.get(0).name());
    }

    @Override
    ConfigKey describe() {
        return new ConfigKey(
                name(), ConfigKey.Type.SECTION, null, null, List.of(), defaultText(), doc(), describe(keys));
    }
}
