package io.mlops.task.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as in a parser's block, with some readable bytes after its end. */
public final class PaddedBytes {
    private static final int PADDING = 512;

    private PaddedBytes() {}

    public static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + PADDING);
    }
}
