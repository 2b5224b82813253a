package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A finite decimal number, or an integer that may be written as one. */
public final class NumberKey extends Key<Double> {
    private final boolean integer;
    private final double min;
    private final double max;

    NumberKey(String name, String doc, boolean integer, double min, double max, @Nullable Double defaultValue) {
        super(name, doc, defaultValue, null);
        this.integer = integer;
        this.min = min;
        this.max = max;
    }

    public static NumberKey number(String name, String doc, double min, double max, double defaultValue) {
        return new NumberKey(name, doc, false, min, max, defaultValue);
    }

    @Override
    Double read(Node node, ConfigReader reader) throws JobException {
        if (node instanceof ScalarNode scalar && YamlScalars.isNumber(scalar)) {
            double value = Double.parseDouble(scalar.getValue());
            if (value >= min && value <= max && (!integer || value == Math.rint(value))) {
                return value;
            }
        }
        throw reader.invalid(this, node);
    }

    @Override
    String expected() {
        return (integer ? "an integer from " : "a number from ") + plain(min) + " to " + plain(max);
    }

    @Override
    String text(Double value) {
        return plain(value).toPlainString();
    }

    @Override
    ConfigKey describe() {
        return describe(integer ? ConfigKey.Type.INTEGER : ConfigKey.Type.NUMBER, plain(min), plain(max), List.of());
    }

    private static BigDecimal plain(double value) {
        BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
