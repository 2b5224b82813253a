package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;

/**
 * Lines of every shape, parsed for nothing before a large file. HotSpot leaves out of its best code what it has never
 * seen happen, and throws that code away when it happens: in the middle of a file that costs more than this.
 */
final class WarmUp {
    /** In bytes; a smaller file is read before this would pay. */
    static final long WORTH_IT = 64 << 20;

    private static final int TIMES = 24;
    private static final int LINES = 256;

    private WarmUp() {}

    static void run() {
        byte[] bytes = lines().getBytes(StandardCharsets.US_ASCII);
        int to = bytes.length - RowParser.PADDING;
        Rows rows = new Rows(LINES);
        RowParsers parsers = new RowParsers("", 1, 3, true);
        for (int i = 0; i < TIMES; i++) {
            parsers.parser().parse(bytes, 0, to, true, rows);
        }
    }

    private static String lines() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String word = "2025-01-01 00:00".substring(0, 1 + i % 16);
            String tail = "1234567.123456".substring(i % 7).repeat(1 + i % 8);
            switch (i % 16) {
                case 0 -> text.append(word).append(",,").append(tail);
                case 1 ->
                    text.append('"').append(word).append(",1.5,").append(tail).append('"');
                case 2 ->
                    text.append(word).append(",\"123456.5\",").append(tail).append('\r');
                case 3 -> text.append(word).append(",-123.123456789012,").append(tail);
                default -> text.append(word).append(",123.25,").append(tail);
            }
            text.append('\n');
        }
        return text.append("\0".repeat(RowParser.PADDING)).toString();
    }
}
