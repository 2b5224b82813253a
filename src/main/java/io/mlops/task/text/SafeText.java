package io.mlops.task.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Untrusted text, made fit for a message, a log line or a name. */
public final class SafeText {
    private static final int MAX_EXCERPT = 100;
    private static final int REPLACEMENT = 0xfffd;

    private SafeText() {}

    /** Returns at most 100 characters, see {@link #excerpt(String, int)}. */
    public static String excerpt(String text) {
        return excerpt(text, MAX_EXCERPT);
    }

    /**
     * Returns at most {@code maxLength} characters, then {@code …} if the text is longer; all {@link #printable}, and one that
     * cannot be seen as {@code U+00A0}.
     */
    public static String excerpt(String text, int maxLength) {
        String cut = cut(text, maxLength);
        StringBuilder visible = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            int type = Character.getType(c);
            if (type == Character.FORMAT || (type == Character.SPACE_SEPARATOR && c != ' ')) {
                visible.append(String.format("U+%04X", (int) c));
            } else {
                visible.append(c);
            }
        }
        return printable(visible.toString());
    }

    /** Returns at most {@code maxLength} characters, then {@code …} if the text is longer. */
    public static String cut(String text, int maxLength) {
        return text.length() > maxLength ? text.substring(0, maxLength) + "…" : text;
    }

    /** Returns excerpts of the first {@code max} names, then how many columns there are if there are more. */
    public static String excerpt(List<String> columns, int max) {
        StringBuilder excerpt = new StringBuilder();
        for (int i = 0; i < columns.size() && i < max; i++) {
            excerpt.append(i == 0 ? "" : ", ").append(excerpt(columns.get(i)));
        }
        return columns.size() > max ? excerpt + ", … (" + columns.size() + " columns)" : excerpt.toString();
    }

    /** Returns the whole text; what ends a line, changes the direction of writing or is no character becomes U+FFFD. */
    public static String printable(@Nullable String text) {
        String all = String.valueOf(text);
        StringBuilder printable = new StringBuilder(all.length());
        for (int i = 0; i < all.length(); ) {
            int character = all.codePointAt(i);
            printable.appendCodePoint(isPrintable(character) ? character : REPLACEMENT);
            i += Character.charCount(character);
        }
        return printable.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
