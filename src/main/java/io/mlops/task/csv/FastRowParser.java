package io.mlops.task.csv;

/**
 * Reads a line that looks like an earlier one eight bytes at a time, and gives every other one to the general reader.
 *
 * <p>Beware: this trades readability for speed. What a record means, and what is wrong with it, is decided by
 * {@link PlainRowParser} alone; here a line is only ever taken for another one of the same shape. Whatever may be unusual
 * must stay a mismatch.
 */
final class FastRowParser implements RowParser {
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
        while (at >= 0) {
            at = known(bytes, at, to, rows);
            rows.consumedTo = at;
            if (at == to) {
                return;
            }
            at = unknown(bytes, at, to, last, rows);
        }
    }

    /** Reads lines as long as they look like earlier ones; answers where the first one begins that does not. */
    private int known(byte[] bytes, int from, int to, Rows rows) {
        int shortest = templates.shortest();
        double[] values = rows.roomFor((to - from) / shortest + 1);
        int count = rows.count;
        int at = from;
        while (at < to) {
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
