package io.mlops.task.csv;

/**
 * Reads a line that looks like an earlier one eight bytes at a time, and gives every other one to the general reader.
 *
 * <p>Beware: this trades readability for speed. What a record means, and what is wrong with it, is decided by
 * {@link PlainRowParser} alone; here a line is only ever taken for another one of the same shape. Whatever may be unusual
 * must stay a mismatch.
 */
final class FastRowParser implements RowParser {
    /** A short loop that is called often is compiled sooner than a long one that is called seldom. */
    private static final int LINES_AT_ONCE = 64;

    private static final long NEWLINES = Swar.repeated('\n');

    private final PlainRowParser plain;
    private final RowTemplates templates = new RowTemplates();

    FastRowParser(PlainRowParser plain) {
        this.plain = plain;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, Rows rows) {
        rows.clear();
        int at = from;
        while (at < to && at >= 0) {
            int begin = at;
            at = known(bytes, at, to, rows);
            if (at == begin) {
                rows.consumedTo = at;
                at = unknown(bytes, at, to, last, rows);
            }
        }
        if (at >= 0) {
            rows.consumedTo = at;
        }
    }

    /** Reads a few lines, as long as they look like earlier ones; answers where the next one begins. */
    private int known(byte[] bytes, int from, int to, Rows rows) {
        int shortest = templates.shortest();
        double[] values = rows.roomFor(LINES_AT_ONCE);
        int count = rows.count;
        int at = from;
        for (int i = 0; i < LINES_AT_ONCE && at < to; i++) {
            int end = lineEnd(bytes, at + shortest - 1, to);
            RowTemplate template = end > to ? null : templates.find(bytes, at, end - at);
            if (template == null) {
                break;
            }
            double value = template.value(bytes, at);
            if (Double.isNaN(value)) {
                if (template.hasValue()) {
                    break;
                }
                rows.noteMissing(rows.lines + count - rows.count + 1);
            }
            if (template.wrapped) {
                rows.noteWrapped(rows.lines + count - rows.count + 1);
            }
            values[count++] = value;
            at = end;
        }
        rows.lines += count - rows.count;
        rows.count = count;
        return at;
    }

    /** Behind the first newline at {@code from} or after it; beyond {@code to} where there is none before. */
    private static int lineEnd(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += 2 * Long.BYTES) {
            int first = Swar.firstZero(Swar.load(bytes, at) ^ NEWLINES);
            int second = Swar.firstZero(Swar.load(bytes, at + Long.BYTES) ^ NEWLINES);
            // without a branch: where the line ends is what a processor cannot foresee
            int place = first + (second & -(first >>> 3));
            if (place < 2 * Long.BYTES) {
                return at + place + 1;
            }
        }
        return Integer.MAX_VALUE;
    }

    private int unknown(byte[] bytes, int from, int to, boolean last, Rows rows) {
        int count = rows.count;
        int end = plain.row(bytes, from, to, last, rows);
        boolean isLine = rows.count > count && end > 0 && bytes[end - 1] == '\n' && plain.isOneLine();
        if (isLine && templates.wants(end - from)) {
            learn(bytes, from, end, Double.isNaN(rows.values[count]));
        }
        return end;
    }

    private void learn(byte[] bytes, int from, int end, boolean missing) {
        DecimalTemplate value = missing ? null : plain.decimal(bytes, from);
        if (missing ? plain.isBlank(bytes) : value != null) {
            RowTemplate template = RowTemplate.of(bytes, from, end, value, plain.isWrapped());
            templates.learn(template, bytes, from, end - from);
        }
    }
}
