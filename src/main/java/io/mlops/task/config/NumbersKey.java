package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** A number or a list of numbers, at least one. */
public final class NumbersKey extends Key<List<Double>> {
    private final NumberKey item;

    private NumbersKey(NumberKey item) {
        super(item.name(), item.doc(), null, item.defaultText());
        this.item = item;
    }

    /** @param integer whether the numbers must be integers */
    public static NumbersKey numbers(
            String name, String doc, boolean integer, double min, double max, double defaultValue) {
        return new NumbersKey(new NumberKey(name, doc, integer, min, max, defaultValue));
    }

    @Override
    List<Double> read(Node node, ConfigReader reader) throws JobException {
        List<Double> numbers = new ArrayList<>();
        for (Node one : items(node, reader)) {
            numbers.add(item.read(one, reader));
        }
        return numbers;
    }

    @Override
    String expected() {
        return item.expected() + ", or a list";
    }

    @Override
    ConfigKey describe() {
        ConfigKey one = item.describe();
        ConfigKey.Type type = one.type() == ConfigKey.Type.INTEGER ? ConfigKey.Type.INTEGERS : ConfigKey.Type.NUMBERS;
        return describe(type, one.min(), one.max(), List.of());
    }
}
