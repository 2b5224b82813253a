package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The general reader: byte by byte, right in every case, and the only one that words an error. */
final class ReferenceRowParser implements RowParser {
    private static final int STOPPED = -1;
    private static final int MAX_EXCERPT = 80;

    private final String columnName;
    private final int column;
    private final int columns;

    private final Field field = new Field();

    private int fields;
    private int filledFields;
    private int wantedFrom;
    private int wantedTo;
    private int wantedEnd;
    private boolean wantedCoded;
    private long newlines;

    private long recordNewlines;
    private boolean recordWrapped;
    private boolean recordRewritten;

    /**
     * @param column index of the wanted column
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

    /** Reads one record into {@code rows}; answers where the next one begins, or a negative number to stop. */
    int row(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        int end = record(bytes, from, to, false);
        if (end == Field.UNCLOSED) {
            if (last) {
                rows.stop("a quote is opened and never closed");
            }
            return STOPPED;
        }
        recordNewlines = newlines;
        recordWrapped = false;
        recordRewritten = false;
        if (fields == 1 && !field.quoted && filledFields == 0) {
            rows.lines++;
            return next(end, to);
        }
        boolean read = wrapsFields(bytes) ? unwrapped(bytes, rows) : value(bytes, rows);
        if (!read) {
            return STOPPED;
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
    LineStructure structure(byte[] bytes, int at, int[] places) {
        boolean asItStands = recordNewlines == 0 && !recordRewritten && !wantedCoded;
        if (!asItStands || fields > columns || column >= fields) {
            return null;
        }
        int before = wantedFrom == at ? -1 : Arrays.binarySearch(places, wantedFrom - 1);
        boolean found = wantedFrom == at || before >= 0;
        boolean alone = found && places[before + 1] == wantedTo;
        return alone ? LineStructure.of(bytes, at, places, before, recordWrapped) : null;
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
            int end = field.find(bytes, at, to, inside);
            if (end == Field.UNCLOSED) {
                return end;
            }
            newlines += field.newlines;
            if (fields == column) {
                wantedFrom = field.from;
                wantedTo = field.to;
                wantedEnd = field.end;
                wantedCoded = field.isCoded();
            }
            fields++;
            if (field.hasTail() || NumberParser.trimStart(bytes, field.from, field.to) < field.to) {
                filledFields = fields;
            }
            if (end == to || bytes[end] == '\n') {
                return end;
            }
            at = end + 1;
        }
    }

    /** A line that is one quoted field with commas in it, where the header has several columns. */
    private boolean wrapsFields(byte[] bytes) {
        return fields == 1 && columns > 1 && field.isWrappedLine(bytes);
    }

    private boolean unwrapped(byte[] bytes, RowBatch rows) {
        rows.noteWrapped(rows.lines + 1);
        recordWrapped = true;
        recordRewritten = field.doubled;
        byte[] line = recordRewritten ? Field.decoded(bytes, field.from, field.to, field.end) : bytes;
        int from = recordRewritten ? 0 : field.from;
        int to = recordRewritten ? line.length : field.to;
        if (record(line, from, to, true) == Field.UNCLOSED) {
            rows.stop("a quote is opened and not closed on a line that is itself in quotes");
            return false;
        }
        return value(line, rows);
    }

    private boolean value(byte[] bytes, RowBatch rows) {
        if (filledFields > columns) {
            rows.stop("found " + filledFields + " fields, wanted " + columns + " as in the header");
            return false;
        }
        if (column >= fields) {
            rows.addMissing();
            return true;
        }
        byte[] text = wantedCoded ? Field.decoded(bytes, wantedFrom, wantedTo, wantedEnd) : bytes;
        int from = wantedCoded ? 0 : wantedFrom;
        int to = wantedCoded ? text.length : wantedTo;
        double value = NumberParser.parse(text, from, to);
        if (!Double.isNaN(value)) {
            rows.add(value);
        } else if (NumberParser.isMissing(text, from, to)) {
            rows.addMissing();
        } else {
            rows.stop("column \"" + columnName + "\": found " + excerpt(text, from, to) + ", wanted a number");
            return false;
        }
        return true;
    }

    private static String excerpt(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + MAX_EXCERPT);
        while (end < to && end > from && isInsideCharacter(bytes[end])) {
            end--;
        }
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        return '"' + text + '"' + (end < to ? "… (" + (to - from) + " bytes)" : "");
    }

    /** By UTF-8. */
    private static boolean isInsideCharacter(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
