package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as in a parser's block, with some readable bytes after its end. */
final class PaddedBytes {
    private PaddedBytes() {}

    static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + RowParser.PADDING);
    }
}
