package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One or more strings or numbers with a meaning of their own.
 *
 * @param <T> what they mean
 */
public final class ParsedKey<T> extends Key<T> {
    /** In a place: enough for every column, and no more than an {@code int} holds. */
    private static final int MAX_DIGITS = 9;

    private final ConfigKey.Type type;
    private final String expected;
    private final Parser<T> parser;
    private final Function<T, String> text;

    /**
     * A string or a number.
     *
     * @param isInteger whether it is a decimal integer that is not in quotes
     */
    public record Item(String text, boolean isInteger) {}

    /** Gives values their meaning. */
    @FunctionalInterface
    public interface Parser<T> {
        /** @return null if they have none */
        @Nullable
        T parse(List<Item> items);
    }

    private ParsedKey(
            String name,
            String doc,
            ConfigKey.Type type,
            String expected,
            Parser<T> parser,
            Function<T, String> text,
            T defaultValue) {
        super(name, doc, defaultValue, null);
        this.text = text;
        this.type = type;
        this.expected = expected;
        this.parser = parser;
    }

    /** @param text how a value is written in a configuration */
    public static <T> ParsedKey<T> parsed(
            String name,
            String doc,
            ConfigKey.Type type,
            String expected,
            Parser<T> parser,
            Function<T, String> text,
            T defaultValue) {
        return new ParsedKey<>(name, doc, type, expected, parser, text, defaultValue);
    }

    @Override
    T read(Node node, ConfigReader reader) throws JobException {
        List<Item> items = new ArrayList<>();
        boolean isList = node instanceof SequenceNode;
        for (Node one : isList ? ((SequenceNode) node).getValue() : List.of(node)) {
            if (!(one instanceof ScalarNode scalar) || !accepts(scalar)) {
                throw reader.invalid(this, one);
            }
            String text = bounded(scalar.getValue(), reader);
            if (!isList && type.isList() && Tag.STR.equals(one.getTag())) {
                for (String part : text.split(",", -1)) {
                    items.add(new Item(part.strip(), isPlace(part.strip())));
                }
            } else {
                items.add(new Item(text, Tag.INT.equals(one.getTag())));
            }
        }
        T value = isList && !type.isList() ? null : parser.parse(items);
        if (value == null) {
            throw reader.invalid(this, node);
        }
        return value;
    }

    private boolean accepts(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        return switch (type) {
            case STRING_OR_INTEGER, STRINGS_OR_INTEGERS ->
                Tag.STR.equals(tag) || (Tag.INT.equals(tag) && isPlace(scalar.getValue()));
            case STRINGS_OR_NUMBERS -> Tag.STR.equals(tag) || Tag.INT.equals(tag) || Tag.FLOAT.equals(tag);
            default -> Tag.STR.equals(tag);
        };
    }

    private static boolean isPlace(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits && (text.length() == 1 || text.charAt(0) != '0');
    }

    @Override
    String expected() {
        return expected;
    }

    @Override
    String text(T value) {
        return text.apply(value);
    }

    @Override
    ConfigKey describe() {
        return describe(type, null, null, List.of());
    }
}
