package io.mlops.task.csv;

/**
 * Reads the lines whose marks follow one another as in an earlier line, and gives every other one to the general reader.
 *
 * <p>Beware: this trades readability for speed. What a record means, and what is wrong with it, is decided by
 * {@link ReferenceRowParser} alone; here a line is only ever taken for another one with the same marks. Whatever may be
 * unusual must stay a mismatch.
 */
final class FastRowParser implements RowParser {
    /** In bytes; a longer line is not learned. */
    private static final int MAX_LENGTH = 1 << 14;

    private final ReferenceRowParser plain;
    private final LineMatcherCache known = new LineMatcherCache();
    /** Where the lines begin that are read at once. */
    private final int[] begins = new int[LineMatcher.LINES_AT_ONCE + 1];

    FastRowParser(ReferenceRowParser plain) {
        this.plain = plain;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
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

    private int unknown(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        int count = rows.count;
        int end = plain.row(bytes, from, to, last, rows);
        boolean isLine = rows.count > count && bytes[end - 1] == '\n' && end - from <= MAX_LENGTH;
        if (isLine && known.shouldLearn()) {
            LineStructure line = plain.structure(bytes, from, StructuralBytes.offsets(bytes, from, end));
            if (line != null) {
                known.learn(line);
            }
        }
        return end;
    }
}
