package io.mlops.task.http;

/** Text from outside. */
final class Texts {
    private static final int SHOWN = 100;

    private Texts() {}

    /** Short, and without control characters. */
    static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        StringBuilder shown = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? 0xfffd : c));
        return shown.toString();
    }
}
