package io.mlops.task.config;

import io.mlops.task.text.SafeText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Scalars of YAML: how they are written, recognized and quoted in messages. */
final class YamlScalars {
    private static final Pattern PLAIN_KEY = Pattern.compile("[a-z][a-z_]{0,63}");

    private static final int MAX_EXCERPT = 80;
    private static final int MAX_DEPTH = 8;

    private YamlScalars() {}

    /** Returns the text in double quotes, valid in JSON too. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns a value on one line; null if it is too large or too deep, as an alias of itself is. */
    static @Nullable String flow(Node node) {
        StringBuilder flow = new StringBuilder();
        return append(node, flow, 0) ? flow.toString() : null;
    }

    private static boolean append(Node node, StringBuilder flow, int depth) {
        if (depth > MAX_DEPTH || flow.length() > YamlDocument.MAX_SIZE) {
            return false;
        }
        boolean complete = true;
        if (node instanceof MappingNode mapping) {
            String before = "{";
            for (NodeTuple tuple : mapping.getValue()) {
                complete &= append(tuple.getKeyNode(), flow.append(before), depth + 1);
                complete &= append(tuple.getValueNode(), flow.append(": "), depth + 1);
                before = ", ";
            }
            flow.append(mapping.getValue().isEmpty() ? "{}" : "}");
        } else if (node instanceof SequenceNode list) {
            String before = "[";
            for (Node item : list.getValue()) {
                complete &= append(item, flow.append(before), depth + 1);
                before = ", ";
            }
            flow.append(list.getValue().isEmpty() ? "[]" : "]");
        } else if (node instanceof ScalarNode scalar) {
            boolean text = Tag.STR.equals(scalar.getTag()) && !isNumber(scalar);
            flow.append(text ? quoted(scalar.getValue()) : scalar.getValue());
        }
        return complete;
    }

    /** Returns whether a value is a number as JSON writes it; YAML 1.1 reads {@code 1e-3} as a string. */
    static boolean isNumber(ScalarNode scalar) {
        String text = scalar.getValue();
        return scalar.isPlain()
                && text.length() < MAX_EXCERPT
                && text.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,3})?");
    }

    /** Returns a value for a message. */
    static String excerpt(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return node instanceof MappingNode ? "a mapping" : "a list";
        }
        String excerpt = SafeText.excerpt(scalar.getValue(), MAX_EXCERPT);
        if (Tag.STR.equals(node.getTag())) {
            return "the string \"" + excerpt + '"';
        }
        return excerpt.isEmpty() ? "empty" : excerpt;
    }

    static String key(String text) {
        return PLAIN_KEY.matcher(text).matches() ? text : quoted(text);
    }
}
