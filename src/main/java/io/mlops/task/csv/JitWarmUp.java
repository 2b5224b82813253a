package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Lines of every shape, parsed for nothing before a large file. HotSpot leaves out of its best code what it has never
 * seen happen, and throws that code away when it happens: in the middle of a file that costs more than this.
 */
final class JitWarmUp {
    /** In bytes; a smaller file is read before this would pay. */
    static final long WORTH_IT = 64 << 20;

    /** So often HotSpot interprets a method before it compiles it to count what happens in it. */
    private static final int INTERPRETED = 250;
    /** So often it counts before it compiles for good. */
    private static final int COUNTED = 700;
    /** One call in so many meets what is rare: it is seen, but not worth being compiled for good. */
    private static final int RARELY = 24;

    /** Of the file, which tell what its lines are like. */
    private static final int FIRST_BYTES = 4096;

    private static final String TYPICAL = line("20", "123.25", "12345.123456");
    private static final String EXACT = line("20", "123.123456789012", "1");

    private final int[] begins = new int[LineMatcher.LINES_AT_ONCE + 1];
    private final RowBatch rows = new RowBatch(LineMatcher.LINES_AT_ONCE);

    private JitWarmUp() {}

    /**
     * Makes the reader ready for a file.
     *
     * @param parsers those of the file
     * @param head its beginning
     * @param from where its rows begin
     */
    static void run(RowParserFactory parsers, byte[] head, int from) {
        new JitWarmUp().readLines(haveShape(parsers, Arrays.copyOfRange(head, from, from + FIRST_BYTES)));
    }

    private static boolean haveShape(RowParserFactory parsers, byte[] first) {
        int end = LineEnds.afterLast(first, first.length - RowParser.PADDING);
        FastRowParser parser = parsers.fast();
        // once to learn their shape, once more to see that it fits
        parser.parse(first, 0, end, false, new RowBatch(0));
        parser.parse(first, 0, end, false, new RowBatch(0));
        return parser.linesHaveShape();
    }

    /**
     * What reads single lines is called more often than what calls it, which is not worth being compiled for good.
     *
     * @param alike whether the file's lines are found by their shape, or else by their marks
     */
    private void readLines(boolean alike) {
        byte[] few = lines(TYPICAL.repeat(2));
        byte[] many = lines(TYPICAL.repeat(16));
        byte[] rare = lines(line("", "123.25", "1.5")
                + line("20", "", "12345.123456")
                + line("20", "1.5", "x".repeat(100))
                + TYPICAL.repeat(LineMatcher.FEW + 2));
        String other = line("20", "123.25", "1.5") + line("20", "23.25", "12.25");
        byte[] varied = lines(other);
        byte[] manyVaried = lines(other.repeat(8));
        byte[] precise = lines(EXACT.repeat(8));
        StructureMatcher pattern = pattern(lines(TYPICAL));
        FixedLayoutMatcher shape = shape(lines(TYPICAL));
        FixedLayoutMatcher exactShape = shape(lines(EXACT));
        RowParser parser = parser();
        parse(parser, rare);
        for (int i = 0; i < INTERPRETED; i++) {
            parse(parser, few);
            read(pattern, varied);
        }
        for (int i = 0; i < COUNTED; i++) {
            if (i % RARELY == 0) {
                read(shape, rare);
                read(pattern, rare);
                read(pattern, precise);
                read(exactShape, precise);
                parse(parser(), rare);
            }
            if (alike) {
                read(shape, many);
            } else {
                read(pattern, manyVaried);
            }
        }
    }

    private void read(FixedLayoutMatcher shape, byte[] bytes) {
        begins[0] = 0;
        int lines = shape.match(bytes, bytes.length - RowParser.PADDING, begins);
        shape.numbers.read(bytes, begins, lines, rows.values, 0);
    }

    private void read(StructureMatcher pattern, byte[] bytes) {
        begins[0] = 0;
        rows.clear();
        pattern.read(bytes, pattern.match(bytes, bytes.length - RowParser.PADDING, begins), rows);
    }

    private static RowParser parser() {
        return new RowParserFactory("", 1, 3, true).fast();
    }

    private void parse(RowParser parser, byte[] bytes) {
        parser.parse(bytes, 0, bytes.length - RowParser.PADDING, true, rows);
    }

    private static StructureMatcher pattern(byte[] line) {
        ReferenceRowParser plain = new ReferenceRowParser("", 1, 3);
        int end = plain.row(line, 0, line.length - RowParser.PADDING, true, new RowBatch(1));
        LineStructure marks = Objects.requireNonNull(plain.structure(line, 0, StructuralBytes.offsets(line, 0, end)));
        return StructureMatcher.of(marks, LineMatcher.LINES_AT_ONCE);
    }

    private FixedLayoutMatcher shape(byte[] line) {
        StructureMatcher pattern = pattern(line);
        begins[0] = 0;
        pattern.match(line, line.length - RowParser.PADDING, begins);
        return Objects.requireNonNull(pattern.shape(line, begins));
    }

    private static String line(String century, String number, String last) {
        return century + "25-01-01 00:00," + number + ',' + last + '\n';
    }

    private static byte[] lines(String text) {
        return (text + "\0".repeat(RowParser.PADDING)).getBytes(StandardCharsets.US_ASCII);
    }
}
