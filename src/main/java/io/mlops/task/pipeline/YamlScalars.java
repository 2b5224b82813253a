package io.mlops.task.pipeline;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Values as YAML in one line. */
final class YamlScalars {
    private static final Pattern PLAIN_KEY = Pattern.compile("[a-z][a-z_]{0,63}");

    private static final int MAX_DEPTH = 8;
    private static final int MAX_LENGTH = 1 << 20;

    private YamlScalars() {}

    /** Double quoted; what comes out is JSON too. */
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

    /** A value with all below it; null where that is too much, as with an alias of itself. */
    static @Nullable String flow(Node node) {
        StringBuilder flow = new StringBuilder();
        return append(node, flow, 0) ? flow.toString() : null;
    }

    private static boolean append(Node node, StringBuilder flow, int depth) {
        if (depth > MAX_DEPTH || flow.length() > MAX_LENGTH) {
            return false;
        }
        boolean whole = true;
        if (node instanceof MappingNode mapping) {
            String before = "{";
            for (NodeTuple tuple : mapping.getValue()) {
                whole &= append(tuple.getKeyNode(), flow.append(before), depth + 1);
                whole &= append(tuple.getValueNode(), flow.append(": "), depth + 1);
                before = ", ";
            }
            flow.append(mapping.getValue().isEmpty() ? "{}" : "}");
        } else if (node instanceof SequenceNode list) {
            String before = "[";
            for (Node item : list.getValue()) {
                whole &= append(item, flow.append(before), depth + 1);
                before = ", ";
            }
            flow.append(list.getValue().isEmpty() ? "[]" : "]");
        } else if (node instanceof ScalarNode scalar) {
            boolean text = Tag.STR.equals(scalar.getTag()) && !isNumber(scalar);
            flow.append(text ? quoted(scalar.getValue()) : scalar.getValue());
        }
        return whole;
    }

    /** What Config takes for a number though YAML 1.1 does not: in quotes it would be none any more. */
    private static boolean isNumber(ScalarNode scalar) {
        return scalar.isPlain() && YamlConfig.isNumber(scalar.getValue());
    }

    static String key(String text) {
        return PLAIN_KEY.matcher(text).matches() ? text : quoted(text);
    }
}
