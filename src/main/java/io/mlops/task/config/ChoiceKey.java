package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One of an enum's names in lower case. */
public final class ChoiceKey<E extends Enum<E>> extends Key<E> {
    private final E[] choices;

    private ChoiceKey(String name, String doc, E[] choices, E defaultValue) {
        super(name, doc, defaultValue, null);
        this.choices = choices;
    }

    public static <E extends Enum<E>> ChoiceKey<E> choice(String name, String doc, E[] choices, E defaultValue) {
        return new ChoiceKey<>(name, doc, choices, defaultValue);
    }

    @Override
    E read(Node node, ConfigReader reader) throws JobException {
        for (E choice : choices) {
            // YAML 1.1 reads off and on as truth values
            if (node instanceof ScalarNode scalar
                    && (Tag.STR.equals(node.getTag()) || Tag.BOOL.equals(node.getTag()))
                    && scalar.getValue().equals(text(choice))) {
                return choice;
            }
        }
        throw reader.invalid(this, node);
    }

    @Override
    String expected() {
        return "one of " + String.join(", ", labels());
    }

    @Override
    String text(E value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    ConfigKey describe() {
        return describe(ConfigKey.Type.CHOICE, null, null, labels());
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (E choice : choices) {
            labels.add(text(choice));
        }
        return labels;
    }
}
