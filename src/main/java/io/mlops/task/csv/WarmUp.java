package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;

/**
 * Lines of every shape, parsed for nothing before a large file. HotSpot leaves out of its best code what it has never
 * seen happen, and throws that code away when it happens: in the middle of a file that costs more than this.
 */
final class WarmUp {
    /** In bytes; a smaller file is read before this would pay. */
    static final long WORTH_IT = 64 << 20;

    /** So often HotSpot interprets a method before it compiles it to count what happens in it. */
    private static final int INTERPRETED = 250;
    /** So often it counts before it compiles for good. */
    private static final int COUNTED = 700;
    /** One call in so many meets what is rare: it is seen, but not worth being compiled for good. */
    private static final int RARELY = 8;

    private WarmUp() {}

    static void run() {
        byte[] few = lines(usual("123.25", 2));
        byte[] many = lines(usual("123.25", 16));
        byte[] rare = lines(usual("123.25", 3)
                + line("", "123.25", 0)
                + line("20", "", 1)
                + line("20", "1.5", 2)
                + usual("123.25", 2));
        byte[] precise = lines(usual("123.123456789012", 8));
        RowParser parser = new RowParsers("", 1, 3, true).parser();
        RowParser preciseParser = new RowParsers("", 1, 3, true).parser();
        Rows rows = new Rows(0);
        for (int i = 0; i < INTERPRETED; i++) {
            parse(parser, few, rows);
        }
        for (int i = 0; i < COUNTED; i++) {
            if (i % RARELY == 0) {
                parse(parser, rare, rows);
                parse(preciseParser, precise, rows);
            }
            parse(parser, many, rows);
        }
    }

    private static void parse(RowParser parser, byte[] bytes, Rows rows) {
        parser.parse(bytes, 0, bytes.length - RowParser.PADDING, true, rows);
    }

    private static String usual(String number, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(line("20", number, i % 4));
        }
        return lines.toString();
    }

    private static String line(String century, String number, int shorter) {
        return century + "25-01-01 00:00," + number + ',' + "12345.123456".substring(shorter) + '\n';
    }

    private static byte[] lines(String text) {
        return (text + "\0".repeat(RowParser.PADDING)).getBytes(StandardCharsets.US_ASCII);
    }
}
