package io.mlops.task.pipeline;

import java.util.regex.Pattern;

/** Text as a YAML scalar. */
final class Scalars {
    private static final Pattern PLAIN_KEY = Pattern.compile("[a-z][a-z_]{0,63}");

    private Scalars() {}

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

    static String key(String text) {
        return PLAIN_KEY.matcher(text).matches() ? text : quoted(text);
    }
}
