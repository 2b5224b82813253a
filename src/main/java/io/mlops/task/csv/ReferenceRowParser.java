package io.mlops.task.csv;

import io.mlops.task.csv.LineMatcher.LineStructure;
import io.mlops.task.number.Adornments;
import io.mlops.task.number.NumberParser;
import io.mlops.task.number.NumberStyle;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.TextFormula;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The specification of what a record means: reads it byte by byte, and alone decides what is an error. Every fast path must
 * agree with it, see the differential tests {@code QuirkyFilesTest} and {@code FastRowParserTest}.
 */
final class ReferenceRowParser implements RowParser {
    private static final int STOPPED = -1;
    private static final int MAX_EXCERPT = 80;
    /** Bytes of a character in UTF-8. */
    private static final int MAX_BYTES = 4;

    /** Line ends inside a field: beyond this, two stray quotes that swallowed lines are more likely. */
    private static final int LONG_RECORD = 10;

    private static final int MAX_RECORD_LINES = 1000;

    private final String columnName;
    /** The column's name in the header; "" if there is none. */
    private final String name;

    private final int column;
    private final int columns;
    private final int[] keys;
    private final NumberStyle style;
    private final Field field;

    private int fields;
    private int filledFields;
    /** Bounds of the column's field, see {@link Field}. */
    private int valueFrom;

    private int valueTo;
    private int valueEnd;
    private boolean valueNeedsUnescaping;
    /** The same for each key field; from is -1 if the record has no such field. */
    private final int[] keyFrom;

    private final int[] keyTo;
    private final int[] keyEnd;
    private final boolean[] keyNeedsUnescaping;
    private long newlines;

    private long recordNewlines;
    private boolean recordWrapped;
    private boolean recordUnescaped;

    ReferenceRowParser(RowLayout layout, NumberStyle style) {
        this.columnName = layout.columnName();
        this.name = layout.headerLine() == 0
                ? ""
                : layout.names().get(layout.column()).strip();
        this.column = layout.column();
        this.columns = layout.columns();
        this.keys = layout.keys();
        this.style = style;
        this.field = new Field(layout.delimiter());
        this.keyFrom = new int[keys.length];
        this.keyTo = new int[keys.length];
        this.keyEnd = new int[keys.length];
        this.keyNeedsUnescaping = new boolean[keys.length];
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        rows.clear(bytes, from);
        int at = from;
        while (at < to && at >= 0) {
            rows.consumedTo = at;
            at = row(bytes, at, to, last, rows);
        }
        if (at >= 0) {
            rows.consumedTo = at;
        }
    }

    /** Reads one record into {@code rows}; returns where the next one starts, or a negative number to stop. */
    int row(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        int end = record(bytes, from, to, false);
        if (end == Field.UNCLOSED) {
            if (last) {
                rows.stop(null, "a quote is opened and never closed");
            }
            return STOPPED;
        }
        recordNewlines = newlines;
        recordWrapped = false;
        recordUnescaped = false;
        if (fields == 1 && !field.quoted && filledFields == 0) {
            rows.lines++;
            return next(end, to);
        }
        if (recordNewlines > MAX_RECORD_LINES) {
            rows.stop(
                    null,
                    "a quoted field goes over " + recordNewlines + " lines, at most " + MAX_RECORD_LINES
                            + " are allowed; is a quote opened and never closed?");
            return STOPPED;
        }
        boolean isValid = wrapsFields(bytes) ? unwrapped(bytes, from, rows) : value(bytes, from, rows);
        if (!isValid) {
            return STOPPED;
        }
        if (recordNewlines > LONG_RECORD) {
            rows.note(RowBatch.Oddity.LONG, rows.lines + 1, 1);
        }
        rows.endsShort = end == to && fields < columns;
        rows.lines += 1 + recordNewlines;
        return next(end, to);
    }

    /**
     * Returns the structure of the last record; null if lines of the same structure may be different.
     *
     * @param at where the record starts
     * @param offsets of its structural characters
     */
    @Nullable
    LineStructure structure(byte[] bytes, int at, int[] offsets) {
        boolean isVerbatim = recordNewlines == 0 && !recordUnescaped && !valueNeedsUnescaping;
        if (!isVerbatim || fields > columns || column >= fields) {
            return null;
        }
        int before = valueFrom == at ? -1 : Arrays.binarySearch(offsets, valueFrom - 1);
        boolean found = valueFrom == at || before >= 0;
        boolean delimited = found && offsets[before + 1] == valueTo;
        int[] keyBefore = new int[keys.length];
        int[] keyAfter = new int[keys.length];
        for (int key = 0; key < keys.length && delimited; key++) {
            keyBefore[key] = keyFrom[key] == at ? -1 : Arrays.binarySearch(offsets, keyFrom[key] - 1);
            keyAfter[key] = Arrays.binarySearch(offsets, keyTo[key]);
            boolean known = keyFrom[key] >= 0 && !keyNeedsUnescaping[key];
            delimited = known && (keyFrom[key] == at || keyBefore[key] >= 0) && keyAfter[key] >= 0;
        }
        return delimited ? LineStructure.of(bytes, at, offsets, before, keyBefore, keyAfter, recordWrapped) : null;
    }

    private static int next(int end, int to) {
        return end < to ? end + 1 : to;
    }

    /** Finds the fields of a record; returns where its line ends. */
    private int record(byte[] bytes, int from, int to, boolean inside) {
        fields = 0;
        filledFields = 0;
        newlines = 0;
        Arrays.fill(keyFrom, -1);
        int at = from;
        while (true) {
            int end = field.find(bytes, at, to, inside);
            if (end == Field.UNCLOSED) {
                return end;
            }
            newlines += field.newlines;
            if (fields == column) {
                valueFrom = field.from;
                valueTo = field.to;
                valueEnd = field.end;
                valueNeedsUnescaping = field.needsUnescaping();
            }
            for (int key = 0; key < keys.length; key++) {
                if (fields == keys[key]) {
                    keyFrom[key] = field.from;
                    keyTo[key] = field.to;
                    keyEnd[key] = field.end;
                    keyNeedsUnescaping[key] = field.needsUnescaping();
                }
            }
            fields++;
            if (field.hasTrailingText() || NumberParser.trimStart(bytes, field.from, field.to) < field.to) {
                filledFields = fields;
            }
            if (end == to || bytes[end] == '\n') {
                return end;
            }
            at = end + 1;
        }
    }

    /** Whether the line is one quoted field with commas in it, though the header has several columns. */
    private boolean wrapsFields(byte[] bytes) {
        return fields == 1 && columns > 1 && field.isWrappedLine(bytes);
    }

    private boolean unwrapped(byte[] bytes, int start, RowBatch rows) {
        rows.note(RowBatch.Oddity.WRAPPED, rows.lines + 1, 1);
        recordWrapped = true;
        recordUnescaped = field.doubled;
        byte[] line = recordUnescaped ? Field.unescaped(bytes, field.from, field.to, field.end) : bytes;
        int from = recordUnescaped ? 0 : field.from;
        int to = recordUnescaped ? line.length : field.to;
        if (record(line, from, to, true) == Field.UNCLOSED) {
            rows.stop(null, "a quote is opened and never closed, in a line that is wrapped in quotes");
            return false;
        }
        return value(line, start, rows);
    }

    /** @param start where the record starts in the block */
    private boolean value(byte[] bytes, int start, RowBatch rows) {
        if (filledFields > columns) {
            rows.stop(null, "number of fields " + Messages.mustBe(columns + " as in the header", filledFields));
            return false;
        }
        if (column >= fields) {
            rows.addMissing(start);
        } else {
            byte[] text = valueNeedsUnescaping ? Field.unescaped(bytes, valueFrom, valueTo, valueEnd) : bytes;
            int from = valueNeedsUnescaping ? 0 : valueFrom;
            int to = valueNeedsUnescaping ? text.length : valueTo;
            double value = style.parse(text, from, to);
            if (!Double.isNaN(value)) {
                rows.add(value, start);
            } else if (style.isMissing(text, from, to)) {
                rows.addMissing(start);
            } else if (!addUnadorned(text, from, to, start, rows)) {
                return false;
            }
        }
        if (keys.length > 0) {
            addKeys(bytes, rows);
        }
        return true;
    }

    /** Adds a number, or a missing one, with {@link Adornments}. */
    private boolean addUnadorned(byte[] bytes, int from, int to, int start, RowBatch rows) {
        int length = Math.min(to - from, MAX_BYTES * (MAX_EXCERPT + 1));
        String text = NumberStyle.text(bytes, from, from + length);
        boolean isFormula = to - from <= length && TextFormula.matches(text);
        if (isFormula && style.isMissing(TextFormula.unwrap(text))) {
            rows.note(RowBatch.Oddity.FORMULA, rows.lines + 1, 1);
            rows.addMissing(start);
            return true;
        }
        String unadorned = Adornments.remove(text);
        double value = to - from > length ? Double.NaN : style.parse(unadorned);
        if (Double.isNaN(value)) {
            rows.stop(
                    columnName, text.equalsIgnoreCase(name) ? repeatedHeader(text) : style.problem(text, MAX_EXCERPT));
            return false;
        }
        RowBatch.Oddity oddity = isFormula
                ? RowBatch.Oddity.FORMULA
                : Adornments.hasCurrency(text) ? RowBatch.Oddity.CURRENCY : RowBatch.Oddity.NO_BREAK_SPACE;
        rows.note(oddity, rows.lines + 1, 1);
        rows.add(value, start);
        return true;
    }

    /** Returns the message for a header in the middle of a file, as in files that were joined. */
    private static String repeatedHeader(String text) {
        String quoted = '"' + SafeText.excerpt(text) + '"';
        return Messages.mustBe("a number", quoted) + ", a second header: set na_values: [" + quoted
                + "] and missing: drop, or join the files with awk 'FNR > 1 || NR == 1'";
    }

    private void addKeys(byte[] bytes, RowBatch rows) {
        int row = rows.count - 1;
        for (int key = 0; key < keys.length; key++) {
            int from = Math.max(keyFrom[key], 0);
            int to = keyFrom[key] < 0 ? from : keyTo[key];
            if (keyFrom[key] >= 0 && (keyNeedsUnescaping[key] || recordUnescaped)) {
                byte[] text = keyNeedsUnescaping[key]
                        ? Field.unescaped(bytes, from, to, keyEnd[key])
                        : Arrays.copyOfRange(bytes, from, to);
                rows.setUnescaped(key, text);
            } else {
                rows.keyFrom[key][row] = from;
                rows.keyTo[key][row] = to;
            }
        }
    }
}
