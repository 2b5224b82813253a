package io.mlops.task.http;

import org.jspecify.annotations.Nullable;

/** Text from outside. */
final class Texts {
    private static final int SHOWN = 100;

    private Texts() {}

    /** Short, and without control characters. */
    static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return printable(cut);
    }

    /** As long as it is, without control characters. */
    static String printable(@Nullable String text) {
        String all = String.valueOf(text);
        StringBuilder shown = new StringBuilder(all.length());
        all.codePoints().forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? 0xfffd : c));
        return shown.toString();
    }
}
