package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as a reader's block holds it: readable for some bytes beyond its end. */
final class Padded {
    private Padded() {}

    static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + RowParser.PADDING);
    }

    /** The marks of a text from {@code at} to its end. */
    static Marks marks(byte[] bytes, int at) {
        Marks marks = new Marks();
        marks.find(bytes, at, bytes.length - RowParser.PADDING);
        return marks;
    }
}
