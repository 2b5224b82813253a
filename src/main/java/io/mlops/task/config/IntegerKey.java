package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A decimal integer; {@code 0x2a} and {@code 052} are rejected, because YAML readers disagree on their values. */
public final class IntegerKey extends Key<Long> {
    /** The largest seed of numpy's generators. */
    private static final long MAX_SEED = (1L << 32) - 1;

    private final long min;
    private final long max;

    private IntegerKey(
            String name, String doc, long min, long max, @Nullable Long defaultValue, @Nullable String defaultText) {
        super(name, doc, defaultValue, defaultText);
        this.min = min;
        this.max = max;
    }

    public static IntegerKey integer(String name, String doc) {
        return new IntegerKey(name, doc, Long.MIN_VALUE, Long.MAX_VALUE, null, null);
    }

    /** The seed of a run's random numbers. */
    public static IntegerKey seed(String doc) {
        return integer("seed", doc).range(0, MAX_SEED);
    }

    public IntegerKey min(long atLeast) {
        return range(atLeast, max);
    }

    public IntegerKey range(long first, long last) {
        return new IntegerKey(name(), doc(), first, last, defaultValue(), defaultText());
    }

    public IntegerKey orElse(long value) {
        return new IntegerKey(name(), doc(), min, max, value, null);
    }

    /** @param meaning of a configuration without the key */
    public IntegerKey optional(String meaning) {
        return new IntegerKey(name(), doc(), min, max, null, meaning);
    }

    @Override
    Long read(Node node, ConfigReader reader) throws JobException {
        if (node instanceof ScalarNode scalar && Tag.INT.equals(node.getTag()) && isDecimal(scalar.getValue())) {
            try {
                long value = Long.parseLong(scalar.getValue());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw reader.invalid(this, node);
            }
        }
        throw reader.invalid(this, node);
    }

    @Override
    String expected() {
        return max == Long.MAX_VALUE ? "an integer, at least " + min : "an integer from " + min + " to " + max;
    }

    @Override
    ConfigKey describe() {
        return describe(ConfigKey.Type.INTEGER, min, max == Long.MAX_VALUE ? null : (Long) max, List.of());
    }

    private static boolean isDecimal(String text) {
        int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean leadingZero = text.length() > digits + 1 && text.charAt(digits) == '0';
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !leadingZero;
    }
}
