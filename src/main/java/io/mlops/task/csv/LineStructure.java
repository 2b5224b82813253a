package io.mlops.task.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a line that the general reader has read, in order, up to its end. A line with the same marks has the
 * same fields and is right or wrong in the same way: where there is nothing but commas and spaces, however much stands
 * between them; else if also the same marks stand side by side, since a quote opens or closes only next to a separator.
 */
final class LineStructure {
    /** Each mark, that which ends the line last. */
    final byte[] marks;
    /** How many bytes end the line: the last mark, and with a carriage return the newline behind it. */
    final int end;
    /** By mark, whether it follows the one before it, or the line's start, at once; null where that does not matter. */
    final boolean @Nullable [] adjacent;
    /** Index of the mark before the wanted field, -1 where that begins the line; the next mark ends the field. */
    final int before;
    /**
     * Whether an empty field means a missing value: not where there are other marks than commas and spaces, nor where it is
     * all of a line, which is blank then.
     */
    final boolean mayBeMissing;
    /** Whether the line is wrapped whole in quotes. */
    final boolean wrapped;

    private LineStructure(byte[] marks, int end, boolean @Nullable [] adjacent, int before, boolean wrapped) {
        this.marks = marks;
        this.end = end;
        this.adjacent = adjacent;
        this.before = before;
        this.mayBeMissing = adjacent == null && marks.length > 1;
        this.wrapped = wrapped;
    }

    /**
     * Of the line at {@code at}.
     *
     * @param places where its marks stand
     */
    static LineStructure of(byte[] bytes, int at, int[] places, int before, boolean wrapped) {
        int newline = places.length - 1;
        boolean returns =
                newline > 0 && places[newline - 1] == places[newline] - 1 && bytes[places[newline - 1]] == '\r';
        int count = returns ? newline : newline + 1;
        byte[] marks = new byte[count];
        boolean[] adjacent = new boolean[count];
        boolean plain = true;
        int next = at;
        for (int i = 0; i < count; i++) {
            int place = places[i];
            marks[i] = bytes[place];
            adjacent[i] = place == next;
            next = place + 1;
            plain &= marks[i] == ',' || marks[i] == ' ' || i == count - 1;
        }
        return new LineStructure(marks, returns ? 2 : 1, plain ? null : adjacent, before, wrapped);
    }

    /** Whether a {@link FixedLayoutMatcher} may stand for it: only the order of its marks matters, and the last one is a newline. */
    boolean mayHaveFixedLayout() {
        return adjacent == null && end == 1;
    }

    boolean isSameAs(LineStructure other) {
        return Arrays.equals(marks, other.marks)
                && end == other.end
                && Arrays.equals(adjacent, other.adjacent)
                && before == other.before;
    }
}
