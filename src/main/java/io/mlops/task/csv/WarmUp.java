package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;

/**
 * Lines of every shape, parsed for nothing before a large file. HotSpot leaves out of its best code what it has never
 * seen happen, and throws that code away when it happens: in the middle of a file that costs more than this.
 */
final class WarmUp {
    /** In bytes; a smaller file is read before this would pay. */
    static final long WORTH_IT = 64 << 20;

    private static final int TIMES = 64;
    private static final int LINES = 256;

    private WarmUp() {}

    static void run() {
        byte[] usual = lines("123.25");
        byte[] precise = lines("123.123456789012");
        RowParser usualParser = new RowParsers("", 1, 3, true).parser();
        RowParser preciseParser = new RowParsers("", 1, 3, true).parser();
        Rows rows = new Rows(LINES);
        for (int i = 0; i < TIMES; i++) {
            RowParser parser = i % 4 == 3 ? preciseParser : usualParser;
            byte[] bytes = i % 4 == 3 ? precise : usual;
            parser.parse(bytes, 0, bytes.length - RowParser.PADDING, true, rows);
        }
    }

    private static byte[] lines(String number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String wanted = i == LINES - 1 ? "" : number;
            text.append(i == LINES - 2 ? "2025-01-01 00" : "2025-01-01 00:00")
                    .append(',')
                    .append(wanted)
                    .append(',');
            text.append("1234567.123456".substring(i % 13)).append('\n');
        }
        return text.append("\0".repeat(RowParser.PADDING)).toString().getBytes(StandardCharsets.US_ASCII);
    }
}
