package io.mlops.task.http;

import org.jspecify.annotations.Nullable;

/** Text from outside. */
final class SafeText {
    private static final int MAX_EXCERPT = 100;

    private SafeText() {}

    /** Short, and without anything that ends a line or turns the writing round. */
    static String excerpt(String text) {
        String cut = text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT) + "…" : text;
        return printable(cut);
    }

    /** As long as it is, without anything that ends a line or turns the writing round. */
    static String printable(@Nullable String text) {
        String all = String.valueOf(text);
        StringBuilder shown = new StringBuilder(all.length());
        all.codePoints().forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : 0xfffd));
        return shown.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
