package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as a reader's block holds it: readable for some bytes beyond its end. */
final class PaddedBytes {
    private PaddedBytes() {}

    static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + RowParser.PADDING);
    }

    /** Of the first line, whose fields are that many. */
    static LineStructure marks(byte[] bytes, int column, int columns) {
        ReferenceRowParser plain = new ReferenceRowParser("close", column, columns);
        int end = plain.row(bytes, 0, bytes.length - RowParser.PADDING, true, new RowBatch(1));
        LineStructure marks = plain.structure(bytes, 0, StructuralBytes.offsets(bytes, 0, end));
        assertThat(marks).isNotNull();
        return marks;
    }
}
