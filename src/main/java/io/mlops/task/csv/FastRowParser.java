package io.mlops.task.csv;

/**
 * Reads the lines whose marks follow one another as in an earlier line, and gives every other one to the general reader.
 *
 * <p>Beware: this trades readability for speed. What a record means, and what is wrong with it, is decided by
 * {@link PlainRowParser} alone; here a line is only ever taken for another one with the same marks. Whatever may be
 * unusual must stay a mismatch.
 */
final class FastRowParser implements RowParser {
    /** In bytes; a longer line is not learned. */
    private static final int LONGEST = 1 << 14;

    private final PlainRowParser plain;
    private final KnownLines known = new KnownLines();
    /** Where the lines begin that are read at once. */
    private final int[] begins = new int[KnownLine.LINES_AT_ONCE + 1];

    FastRowParser(PlainRowParser plain) {
        this.plain = plain;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, Rows rows) {
        rows.clear();
        int at = from;
        while (at < to && at >= 0) {
            begins[0] = at;
            if (known.read(bytes, to, begins, rows) == 0) {
                rows.consumedTo = at;
                begins[0] = unknown(bytes, at, to, last, rows);
            }
            at = begins[0];
        }
        if (at >= 0) {
            rows.consumedTo = at;
        }
    }

    /** Whether the lines read last are found by their shape. */
    boolean linesHaveShape() {
        return known.haveShape();
    }

    private int unknown(byte[] bytes, int from, int to, boolean last, Rows rows) {
        int count = rows.count;
        int end = plain.row(bytes, from, to, last, rows);
        boolean isLine = rows.count > count && bytes[end - 1] == '\n' && end - from <= LONGEST;
        if (isLine && known.wants()) {
            LineMarks line = plain.marks(bytes, from, Marks.places(bytes, from, end));
            if (line != null) {
                known.learn(line);
            }
        }
        return end;
    }
}
