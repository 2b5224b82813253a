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
    /** Behind so many lines alike their shape is known. */
    private static final int LEARNED = 1 + KnownLine.FEW;

    /** One call in so many meets what is rare: it is seen, but not worth being compiled for good. */
    private static final int RARELY = 24;

    private WarmUp() {}

    static void run() {
        String usual = line("20", "123.25", "12345.123456");
        String exact = line("20", "123.123456789012", "1");
        byte[] few = lines(usual.repeat(2));
        byte[] many = lines(usual.repeat(16));
        byte[] varied = lines(line("20", "123.25", "1.5") + line("20", "23.25", "12.25"));
        byte[] precise = lines(exact.repeat(8));
        byte[] rare = lines(usual.repeat(LEARNED + 1)
                + line("", "123.25", "1.5")
                + line("20", "", "12345.123456")
                + line("20", "1.5", "x".repeat(100))
                + usual);
        RowParser alike = parser();
        RowParser others = parser();
        RowParser exactly = parser();
        parse(alike, lines(usual.repeat(LEARNED)));
        parse(exactly, lines(exact.repeat(LEARNED)));
        for (int i = 0; i < INTERPRETED; i++) {
            parse(alike, few);
            parse(others, varied);
        }
        for (int i = 0; i < COUNTED; i++) {
            if (i % RARELY == 0) {
                parse(parser(), rare);
                parse(others, varied);
                parse(others, precise);
                parse(exactly, precise);
            }
            parse(alike, many);
        }
    }

    private static RowParser parser() {
        return new RowParsers("", 1, 3, true).parser();
    }

    private static void parse(RowParser parser, byte[] bytes) {
        parser.parse(bytes, 0, bytes.length - RowParser.PADDING, true, new Rows(0));
    }

    private static String line(String century, String number, String last) {
        return century + "25-01-01 00:00," + number + ',' + last + '\n';
    }

    private static byte[] lines(String text) {
        return (text + "\0".repeat(RowParser.PADDING)).getBytes(StandardCharsets.US_ASCII);
    }
}
