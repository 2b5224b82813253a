package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The general reader: byte by byte, right in every case, and the only one that words an error. RFC 4180 with the
 * leniency of pandas: a quote inside an unquoted field, and text after a closing quote, belong to the field. Blanks
 * before an opening quote do not.
 */
final class PlainRowParser implements RowParser {
    private static final int UNCLOSED = -1;
    private static final int SHOWN = 80;

    private final String columnName;
    private final int column;
    private final int columns;

    private int fieldFrom;
    private int fieldTo;
    private boolean fieldQuoted;
    private boolean fieldDoubled;
    private boolean fieldTail;

    private int fields;
    private int filledFields;
    private int wantedFrom;
    private int wantedTo;
    private boolean wantedDecode;
    private int wantedEnd;
    private long newlines;

    private long recordNewlines;
    private boolean recordWrapped;
    private boolean recordRewritten;

    /**
     * @param column index of the wanted column
     * @param columns how many the header has
     */
    PlainRowParser(String columnName, int column, int columns) {
        this.columnName = columnName;
        this.column = column;
        this.columns = columns;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, Rows rows) {
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

    /** Reads one record into {@code rows}; answers where the next one begins, or a negative number to stop. */
    int row(byte[] bytes, int from, int to, boolean last, Rows rows) {
        int end = record(bytes, from, to, false);
        if (end == UNCLOSED) {
            if (last) {
                rows.stop("a quote is opened and never closed");
            }
            return UNCLOSED;
        }
        recordNewlines = newlines;
        recordWrapped = false;
        recordRewritten = false;
        if (fields == 1 && !fieldQuoted && filledFields == 0) {
            rows.lines++;
            return next(end, to);
        }
        boolean read = wrapsFields(bytes) ? unwrapped(bytes, rows) : value(bytes, rows);
        if (!read) {
            return UNCLOSED;
        }
        rows.lines += 1 + recordNewlines;
        return next(end, to);
    }

    /**
     * The marks of the last record, by which lines like it are known; null where they would say too little of them.
     *
     * @param at where the record begins
     * @param places where its marks stand
     */
    @Nullable
    LineMarks marks(byte[] bytes, int at, int[] places) {
        boolean asItStands = recordNewlines == 0 && !recordRewritten && !wantedDecode;
        if (!asItStands || fields > columns || column >= fields) {
            return null;
        }
        int before = wantedFrom == at ? -1 : Arrays.binarySearch(places, wantedFrom - 1);
        boolean found = wantedFrom == at || before >= 0;
        boolean alone = found && places[before + 1] == wantedTo;
        return alone ? LineMarks.of(bytes, at, places, before, recordWrapped) : null;
    }

    private static int next(int end, int to) {
        return end < to ? end + 1 : to;
    }

    /** Finds the fields of a record; answers where its line ends. */
    private int record(byte[] bytes, int from, int to, boolean inside) {
        fields = 0;
        filledFields = 0;
        newlines = 0;
        int at = from;
        while (true) {
            int end = field(bytes, at, to, inside);
            if (end == UNCLOSED) {
                return UNCLOSED;
            }
            if (fields == column) {
                wantedFrom = fieldFrom;
                wantedTo = fieldTo;
                wantedDecode = fieldDoubled || fieldTail;
                wantedEnd = withoutCarriageReturn(bytes, fieldTo, end, to);
            }
            fields++;
            if (fieldTail || Numbers.trimStart(bytes, fieldFrom, fieldTo) < fieldTo) {
                filledFields = fields;
            }
            if (end == to || bytes[end] == '\n') {
                return end;
            }
            at = end + 1;
        }
    }

    /** Finds one field; answers where its separator stands. */
    private int field(byte[] bytes, int from, int to, boolean inside) {
        fieldQuoted = false;
        fieldDoubled = false;
        fieldTail = false;
        int start = Numbers.trimStart(bytes, from, to);
        if (start < to && bytes[start] == '"') {
            return quotedField(bytes, start + 1, to, inside);
        }
        int end = separator(bytes, start, to, inside);
        fieldFrom = from;
        fieldTo = withoutCarriageReturn(bytes, from, end, to);
        return end;
    }

    private int quotedField(byte[] bytes, int from, int to, boolean inside) {
        int at = from;
        while (true) {
            while (at < to && bytes[at] != '"') {
                if (bytes[at] == '\n') {
                    newlines++;
                }
                at++;
            }
            if (at == to) {
                return UNCLOSED;
            }
            if (at + 1 == to || bytes[at + 1] != '"') {
                break;
            }
            fieldDoubled = true;
            at += 2;
        }
        fieldQuoted = true;
        fieldFrom = from;
        fieldTo = at;
        int end = separator(bytes, at + 1, to, inside);
        int tail = Numbers.trimStart(bytes, at + 1, end);
        fieldTail = tail < withoutCarriageReturn(bytes, tail, end, to);
        return end;
    }

    private static int separator(byte[] bytes, int from, int to, boolean inside) {
        int at = from;
        while (at < to && bytes[at] != ',' && (inside || bytes[at] != '\n')) {
            at++;
        }
        return at;
    }

    private static int withoutCarriageReturn(byte[] bytes, int from, int end, int to) {
        boolean lineEnds = end == to || bytes[end] == '\n';
        return lineEnds && end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** A line that is one quoted field with commas in it, where the header has several columns. */
    private boolean wrapsFields(byte[] bytes) {
        if (fields != 1 || columns == 1 || !fieldQuoted || fieldTail) {
            return false;
        }
        for (int i = fieldFrom; i < fieldTo; i++) {
            if (bytes[i] == ',') {
                return true;
            }
        }
        return false;
    }

    private boolean unwrapped(byte[] bytes, Rows rows) {
        rows.noteWrapped(rows.lines + 1);
        recordWrapped = true;
        recordRewritten = fieldDoubled;
        byte[] line = recordRewritten ? undoubled(bytes, fieldFrom, fieldTo) : bytes;
        int from = recordRewritten ? 0 : fieldFrom;
        int to = recordRewritten ? line.length : fieldTo;
        if (record(line, from, to, true) == UNCLOSED) {
            rows.stop("a quote is opened and not closed on a line that is itself in quotes");
            return false;
        }
        return value(line, rows);
    }

    private boolean value(byte[] bytes, Rows rows) {
        if (filledFields > columns) {
            rows.stop("found " + filledFields + " fields, wanted " + columns + " as in the header");
            return false;
        }
        if (column >= fields) {
            rows.addMissing();
            return true;
        }
        byte[] text = wantedDecode ? decoded(bytes) : bytes;
        int from = wantedDecode ? 0 : wantedFrom;
        int to = wantedDecode ? text.length : wantedTo;
        double value = Numbers.parse(text, from, to);
        if (!Double.isNaN(value)) {
            rows.add(value);
        } else if (Numbers.isMissing(text, from, to)) {
            rows.addMissing();
        } else {
            rows.stop("column \"" + columnName + "\": found " + shown(text, from, to) + ", wanted a number");
            return false;
        }
        return true;
    }

    private byte[] decoded(byte[] bytes) {
        byte[] content = undoubled(bytes, wantedFrom, wantedTo);
        int tailFrom = Math.min(wantedTo + 1, wantedEnd);
        byte[] whole = new byte[content.length + wantedEnd - tailFrom];
        System.arraycopy(content, 0, whole, 0, content.length);
        System.arraycopy(bytes, tailFrom, whole, content.length, wantedEnd - tailFrom);
        return whole;
    }

    private static byte[] undoubled(byte[] bytes, int from, int to) {
        byte[] single = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            single[length++] = bytes[i];
            if (bytes[i] == '"' && i + 1 < to && bytes[i + 1] == '"') {
                i++;
            }
        }
        return Arrays.copyOf(single, length);
    }

    private static String shown(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + SHOWN);
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        return '"' + text + '"' + (end < to ? "… (" + (to - from) + " bytes)" : "");
    }
}
