package io.mlops.task.http;

import org.jspecify.annotations.Nullable;

/** Text from outside. */
final class Texts {
    private static final int SHOWN = 100;

    private Texts() {}

    /** Short, and without anything that ends a line or turns the writing round. */
    static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return printable(cut);
    }

    /** As long as it is, without anything that ends a line or turns the writing round. */
    static String printable(@Nullable String text) {
        String all = String.valueOf(text);
        StringBuilder shown = new StringBuilder(all.length());
        all.codePoints().forEach(c -> shown.appendCodePoint(isHarmless(c) ? c : 0xfffd));
        return shown.toString();
    }

    private static boolean isHarmless(int c) {
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
