package io.mlops.task.layout;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Detects the encoding of a file. */
public final class TextEncoding {
    private static final int SAMPLE = 1024;

    private TextEncoding() {}

    /**
     * Returns UTF-16 with its byte order, with or without a byte order mark, if the bytes are that; otherwise UTF-8.
     *
     * @param head the first bytes of a file
     */
    public static Charset detect(byte[] head) {
        if (startsWith(head, 0xff, 0xfe)) {
            return StandardCharsets.UTF_16LE;
        }
        if (startsWith(head, 0xfe, 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        Charset wide = withoutMark(head);
        return wide == null ? StandardCharsets.UTF_8 : wide;
    }

    /** In UTF-16, exactly one of the two bytes of a character below U+0100 is zero. */
    private static @Nullable Charset withoutMark(byte[] head) {
        int pairs = Math.min(SAMPLE, head.length) / 2;
        int littleEndian = 0;
        int bigEndian = 0;
        for (int i = 0; i < pairs; i++) {
            boolean first = head[2 * i] == 0;
            boolean second = head[2 * i + 1] == 0;
            littleEndian += second && !first ? 1 : 0;
            bigEndian += first && !second ? 1 : 0;
        }
        if (pairs < 2 || Math.max(littleEndian, bigEndian) < pairs * 3 / 4 || Math.min(littleEndian, bigEndian) > 0) {
            return null;
        }
        return littleEndian > bigEndian ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** Returns the size of the byte order marks before the text; a file that was joined or saved twice has several. */
    public static int markLength(byte[] utf8) {
        int length = 0;
        while (utf8.length >= length + 3
                && (utf8[length] & 0xff) == 0xef
                && (utf8[length + 1] & 0xff) == 0xbb
                && (utf8[length + 2] & 0xff) == 0xbf) {
            length += 3;
        }
        return length;
    }

    /** Returns the key that would make a text readable if it has bytes that are not UTF-8; otherwise "". */
    public static String remedy(String text) {
        return text.indexOf('\ufffd') < 0
                ? ""
                : "; the file is not UTF-8: set encoding: its encoding, such as windows-1252";
    }

    private static boolean startsWith(byte[] head, int first, int second) {
        return head.length >= 2 && (head[0] & 0xff) == first && (head[1] & 0xff) == second;
    }
}
