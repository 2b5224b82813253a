package io.mlops.task.csv;

/** Tells by its first bytes whether a file is text that we read. */
final class EncodingCheck {
    private EncodingCheck() {}

    /** Answers where the text begins: after a UTF-8 byte order mark, if there is one. */
    static int check(byte[] head) throws CsvException {
        if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            throw new CsvException("the file looks like UTF-16 — only UTF-8 is read");
        }
        int nul = indexOfNul(head);
        if (nul >= 0) {
            boolean wide = nul < 4 && (nul ^ 1) < head.length && head[nul ^ 1] != 0;
            throw new CsvException(
                    wide
                            ? "the file looks like UTF-16 without a byte order mark — only UTF-8 is read"
                            : "the file looks binary: a NUL byte at offset " + nul + ", wanted CSV text");
        }
        return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    private static boolean startsWith(byte[] head, int... prefix) {
        if (head.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((head[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int indexOfNul(byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
