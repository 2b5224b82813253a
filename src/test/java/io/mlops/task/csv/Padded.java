package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as a reader's block holds it: readable for some bytes beyond its end. */
final class Padded {
    private Padded() {}

    static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + RowParser.PADDING);
    }

    /** Of the first line, whose fields are that many. */
    static LineMarks marks(byte[] bytes, int column, int columns) {
        PlainRowParser plain = new PlainRowParser("close", column, columns);
        int end = plain.row(bytes, 0, bytes.length - RowParser.PADDING, true, new Rows(1));
        LineMarks marks = plain.marks(bytes, 0, Marks.places(bytes, 0, end));
        assertThat(marks).isNotNull();
        return marks;
    }
}
