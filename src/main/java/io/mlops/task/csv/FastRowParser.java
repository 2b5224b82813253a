package io.mlops.task.csv;

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

    private final PlainRowParser plain;
    private final Marks marks = new Marks();
    private final LinePatterns patterns = new LinePatterns();
    private final LineShapes shapes = new LineShapes();
    private final int[] begins = new int[LINES_AT_ONCE + 1];
    /** A strange line ended in the stretch: the next one begins here, and its marks with this one of the stretch. */
    private int resumeAt;

    private int passed;

    FastRowParser(PlainRowParser plain) {
        this.plain = plain;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, Rows rows) {
        rows.clear();
        resumeAt = -1;
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

    /** Reads lines as long as they have known shapes; answers where the next one begins. */
    private int alike(byte[] bytes, int from, int to, Rows rows) {
        begins[0] = from;
        int lines = 0;
        int read = 0;
        while (read == lines && begins[0] < to) {
            lines = shapes.match(bytes, to, begins);
            if (lines == 0) {
                break;
            }
            read = shapes.read(bytes, begins, lines, rows.roomFor(lines), rows.count);
            rows.count += read;
            rows.lines += read;
            begins[0] = begins[read];
        }
        return begins[0];
    }

    /** Reads the lines of a stretch by their marks. */
    private int stretch(byte[] bytes, int from, int to, Rows rows) {
        if (from != resumeAt || marks.first('\n', bytes, passed) < 0) {
            mark(bytes, from, to);
        }
        LinePattern pattern = patterns.find(bytes, from, marks, passed);
        if (pattern == null) {
            return from;
        }
        if (pattern.isPlain() && passed == 0 && shapes.wants()) {
            shapes.learn(LineShape.of(bytes, from, marks, pattern));
        }
        return known(bytes, from, pattern, rows);
    }

    private void mark(byte[] bytes, int from, int to) {
        marks.find(bytes, from, Math.min(from + STRETCH, to));
        passed = 0;
    }

    /** Reads lines of known patterns; answers where the first line begins that is of none, or not all in the stretch. */
    private int known(byte[] bytes, int from, LinePattern first, Rows rows) {
        int[] places = marks.places;
        double[] values = rows.roomFor(marks.count);
        int count = rows.count;
        int index = passed;
        int at = from;
        LinePattern pattern = first;
        while (pattern != null) {
            int begin = pattern.before < 0 ? at : places[index + pattern.before] + 1;
            int end = places[index + pattern.before + 1];
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
            index += pattern.length();
            at = places[index - 1] + 1;
            if (!pattern.matches(bytes, at, marks, index)) {
                pattern = patterns.find(bytes, at, marks, index);
            }
        }
        rows.lines += count - rows.count;
        rows.count = count;
        passed = index;
        return at;
    }

    private int unknown(byte[] bytes, int from, int to, boolean last, Rows rows) {
        int count = rows.count;
        int end = plain.row(bytes, from, to, last, rows);
        boolean learn = rows.count > count && patterns.wants();
        if (learn && passed > 0) {
            mark(bytes, from, to);
        }
        int newline = marks.first('\n', bytes, passed);
        boolean isLine = newline >= 0 && end == marks.places[newline] + 1;
        if (isLine && learn) {
            LinePattern pattern = plain.pattern(bytes, from, marks, newline + 1);
            if (pattern != null) {
                patterns.learn(pattern);
            }
        }
        resumeAt = isLine ? end : -1;
        passed = newline + 1;
        return end;
    }
}
