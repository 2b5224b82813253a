package io.mlops.task.csv;

import io.mlops.task.csv.LineMatcher.LineStructure;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.nio.charset.StandardCharsets;
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

    private final String columnName;
    private final int column;
    private final int columns;

    private final Field field = new Field();

    private int fields;
    private int filledFields;
    /** Bounds of the column's field, see {@link Field}. */
    private int valueFrom;

    private int valueTo;
    private int valueEnd;
    private boolean valueNeedsUnescaping;
    private long newlines;

    private long recordNewlines;
    private boolean recordWrapped;
    private boolean recordUnescaped;

    /**
     * @param column index of the column
     * @param columns how many the header has
     */
    ReferenceRowParser(String columnName, int column, int columns) {
        this.columnName = columnName;
        this.column = column;
        this.columns = columns;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        rows.clear();
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
        boolean isValid = wrapsFields(bytes) ? unwrapped(bytes, rows) : value(bytes, rows);
        if (!isValid) {
            return STOPPED;
        }
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
        return delimited ? LineStructure.of(bytes, at, offsets, before, recordWrapped) : null;
    }

    private static int next(int end, int to) {
        return end < to ? end + 1 : to;
    }

    /** Finds the fields of a record; returns where its line ends. */
    private int record(byte[] bytes, int from, int to, boolean inside) {
        fields = 0;
        filledFields = 0;
        newlines = 0;
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

    private boolean unwrapped(byte[] bytes, RowBatch rows) {
        rows.noteWrapped(rows.lines + 1);
        recordWrapped = true;
        recordUnescaped = field.doubled;
        byte[] line = recordUnescaped ? Field.unescaped(bytes, field.from, field.to, field.end) : bytes;
        int from = recordUnescaped ? 0 : field.from;
        int to = recordUnescaped ? line.length : field.to;
        if (record(line, from, to, true) == Field.UNCLOSED) {
            rows.stop(null, "a quote is opened and never closed, in a line that is wrapped in quotes");
            return false;
        }
        return value(line, rows);
    }

    private boolean value(byte[] bytes, RowBatch rows) {
        if (filledFields > columns) {
            rows.stop(null, "number of fields " + Messages.mustBe(columns + " as in the header", filledFields));
            return false;
        }
        if (column >= fields) {
            rows.addMissing();
            return true;
        }
        byte[] text = valueNeedsUnescaping ? Field.unescaped(bytes, valueFrom, valueTo, valueEnd) : bytes;
        int from = valueNeedsUnescaping ? 0 : valueFrom;
        int to = valueNeedsUnescaping ? text.length : valueTo;
        double value = NumberParser.parse(text, from, to);
        if (!Double.isNaN(value)) {
            rows.add(value);
        } else if (NumberParser.isMissing(text, from, to)) {
            rows.addMissing();
        } else {
            rows.stop(columnName, Messages.mustBe("a number", excerpt(text, from, to)));
            return false;
        }
        return true;
    }

    private static String excerpt(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, MAX_BYTES * (MAX_EXCERPT + 1));
        return '"' + SafeText.excerpt(new String(bytes, from, length, StandardCharsets.UTF_8), MAX_EXCERPT) + '"';
    }
}
