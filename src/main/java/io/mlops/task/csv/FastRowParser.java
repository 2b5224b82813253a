package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Reads the lines whose marks follow one another as in an earlier line, and gives every other one to the general reader.
 *
 * <p>Beware: this trades readability for speed. What a record means, and what is wrong with it, is decided by
 * {@link PlainRowParser} alone; here a line is only ever taken for another one of the same pattern. Whatever may be
 * unusual must stay a mismatch.
 */
final class FastRowParser implements RowParser {
    /** In bytes; the places of the marks in so many stay in the processor's first cache. */
    private static final int STRETCH = 2048;

    private static final int LINES_AT_ONCE = 64;
    private static final int LONGEST_PATIENCE = 1024;

    private final PlainRowParser plain;
    private final Marks marks = new Marks();
    private final LinePatterns patterns = new LinePatterns();
    private @Nullable LineShape shape;
    /** After so many lines of another shape theirs is taken: where no line is like another one, that does not pay. */
    private int patience = 1;

    private int strange;

    FastRowParser(PlainRowParser plain) {
        this.plain = plain;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, Rows rows) {
        rows.clear();
        int at = from;
        while (at < to && at >= 0) {
            int line = alike(bytes, at, to, rows);
            if (line == at) {
                line = stretch(bytes, at, to, rows);
            }
            if (line == at) {
                rows.consumedTo = at;
                line = unknown(bytes, at, to, last, rows);
            }
            at = line;
        }
        if (at >= 0) {
            rows.consumedTo = at;
        }
    }

    /** Reads a few lines as long as they have the same shape; answers where the next one begins. */
    private int alike(byte[] bytes, int from, int to, Rows rows) {
        LineShape known = shape;
        if (known == null) {
            return from;
        }
        double[] values = rows.roomFor(LINES_AT_ONCE);
        int count = rows.count;
        int end = Math.min(rows.count + LINES_AT_ONCE, values.length);
        int at = from;
        while (at < to && count < end) {
            int next = known.next(bytes, at);
            double value = known.value(bytes, at);
            if (next > to || Double.isNaN(value)) {
                break;
            }
            values[count++] = value;
            at = next;
        }
        rows.lines += count - rows.count;
        rows.count = count;
        return at;
    }

    /** Reads the lines of the next stretch by their marks. */
    private int stretch(byte[] bytes, int from, int to, Rows rows) {
        marks.find(bytes, from, Math.min(from + STRETCH, to));
        LinePattern pattern = patterns.find(bytes, from, marks, 0);
        if (pattern == null) {
            return from;
        }
        if (pattern.isPlain() && ++strange >= patience) {
            shape = LineShape.of(bytes, from, marks, pattern);
            strange = 0;
            patience = Math.min(2 * patience, LONGEST_PATIENCE);
        }
        return known(bytes, from, pattern, rows);
    }

    /** Reads lines of known patterns; answers where the first line begins that is of none, or not all in the stretch. */
    private int known(byte[] bytes, int from, LinePattern first, Rows rows) {
        int[] places = marks.places;
        double[] values = rows.roomFor(marks.count);
        int count = rows.count;
        int passed = 0;
        int at = from;
        LinePattern pattern = first;
        while (pattern != null) {
            int begin = pattern.before < 0 ? at : places[passed + pattern.before] + 1;
            int end = places[passed + pattern.before + 1];
            double value = Decimals.parse(bytes, begin, end);
            if (Double.isNaN(value)) {
                if (begin < end || !pattern.mayBeMissing) {
                    break;
                }
                rows.noteMissing(rows.lines + count - rows.count + 1);
            }
            if (pattern.wrapped) {
                rows.noteWrapped(rows.lines + count - rows.count + 1);
            }
            values[count++] = value;
            passed += pattern.length();
            at = places[passed - 1] + 1;
            if (!pattern.matches(bytes, at, marks, passed)) {
                pattern = patterns.find(bytes, at, marks, passed);
            }
        }
        rows.lines += count - rows.count;
        rows.count = count;
        return at;
    }

    private int unknown(byte[] bytes, int from, int to, boolean last, Rows rows) {
        int count = rows.count;
        int end = plain.row(bytes, from, to, last, rows);
        int newline = marks.first('\n', bytes);
        boolean isLine = newline >= 0 && end == marks.places[newline] + 1;
        if (isLine && rows.count > count && patterns.wants()) {
            LinePattern pattern = plain.pattern(bytes, from, marks, newline + 1);
            if (pattern != null) {
                patterns.learn(pattern);
            }
        }
        return end;
    }
}
