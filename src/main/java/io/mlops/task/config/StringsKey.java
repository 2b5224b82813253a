package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A string, in which commas separate items, or a list of strings; at least one. */
public final class StringsKey extends Key<List<String>> {
    private final List<String> choices;

    private StringsKey(String name, String doc, List<String> choices, String defaultText) {
        super(name, doc, null, defaultText);
        this.choices = choices;
    }

    /** @param defaultText what a configuration without the key means */
    public static StringsKey strings(String name, String doc, List<String> choices, String defaultText) {
        return new StringsKey(name, doc, choices, defaultText);
    }

    @Override
    List<String> read(Node node, ConfigReader reader) throws JobException {
        List<String> strings = new ArrayList<>();
        for (Node one : items(node, reader)) {
            if (!(one instanceof ScalarNode scalar)
                    || !Tag.STR.equals(one.getTag())
                    || scalar.getValue().isBlank()) {
                throw reader.invalid(this, one);
            }
            for (String string : bounded(scalar.getValue(), reader).split(",", -1)) {
                strings.add(string.strip());
            }
        }
        return strings;
    }

    @Override
    String expected() {
        return "a string or a list of strings, of " + String.join(", ", choices);
    }

    @Override
    String text(List<String> value) {
        return String.join(", ", value);
    }

    @Override
    ConfigKey describe() {
        return describe(ConfigKey.Type.STRINGS, null, null, choices);
    }
}
