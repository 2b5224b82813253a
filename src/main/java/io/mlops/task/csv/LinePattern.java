package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * The marks of a line that the general reader has read, in order, the newline last. A line with the same marks has the
 * same fields and is right or wrong in the same way: where there is nothing but commas and blanks, however much stands
 * between them; else if also the same marks stand side by side, since a quote opens or closes only next to a separator.
 */
final class LinePattern {
    private final byte[] marks;
    /** By mark, whether it follows the one before it, or the line's start, at once; null where that does not matter. */
    private final boolean @Nullable [] adjacent;
    /** Index of the mark before the wanted field, -1 where that begins the line; the next mark ends the field. */
    final int before;
    /** Whether nothing in the field's place is a missing value; else it may be something that is not known here. */
    final boolean mayBeMissing;
    /** Whether the line is wrapped whole in quotes. */
    final boolean wrapped;

    private LinePattern(
            byte[] marks, boolean @Nullable [] adjacent, int before, boolean mayBeMissing, boolean wrapped) {
        this.marks = marks;
        this.adjacent = adjacent;
        this.before = before;
        this.mayBeMissing = mayBeMissing;
        this.wrapped = wrapped;
    }

    /**
     * Of the line at {@code at}.
     *
     * @param found the marks from there on, of which the line has {@code count}
     */
    static LinePattern of(byte[] bytes, int at, Marks found, int count, int before, boolean wrapped) {
        byte[] marks = new byte[count];
        boolean[] adjacent = new boolean[count];
        boolean plain = true;
        int end = at;
        for (int i = 0; i < marks.length; i++) {
            int place = found.places[i];
            marks[i] = bytes[place];
            adjacent[i] = place == end;
            end = place + 1;
            plain &= marks[i] == ',' || marks[i] == ' ' || i == marks.length - 1;
        }
        return new LinePattern(marks, plain ? null : adjacent, before, plain && marks.length > 1, wrapped);
    }

    int length() {
        return marks.length;
    }

    /** Whether only the order of the marks matters, not where they stand. */
    boolean isPlain() {
        return adjacent == null;
    }

    /** Whether the line at {@code at}, whose first mark has index {@code from}, is of this pattern. */
    boolean matches(byte[] bytes, int at, Marks found, int from) {
        byte[] expected = marks;
        int[] places = found.places;
        if (found.count - from < expected.length) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < expected.length; i++) {
            difference |= bytes[places[from + i]] ^ expected[i];
        }
        return difference == 0 && (adjacent == null || areAsAdjacent(adjacent, at, places, from));
    }

    private static boolean areAsAdjacent(boolean[] expected, int at, int[] places, int from) {
        int end = at;
        for (int i = 0; i < expected.length; i++) {
            int place = places[from + i];
            if ((place == end) != expected[i]) {
                return false;
            }
            end = place + 1;
        }
        return true;
    }
}
