package io.mlops.task.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds lines that have the marks of an earlier one, wherever they stand, and reads their numbers. Where lines begin
 * alike, as with a date, their start is compared eight bytes at a time and marks are looked for behind it only.
 *
 * <p>Beware, as with {@link FixedLayoutMatcher}: how this is written was decided by what it is compiled to.
 */
final class StructureMatcher {
    private static final int START_WORDS = 3;

    private final LineStructure line;
    private final int most;
    private final int startLength;
    private final long[] start;
    /** The marks behind the start, by line as in {@link #places}: so one index tells where in both. */
    private final byte[] left;
    /** Whether each of those left follows the one before it; null where that does not matter. */
    private final boolean @Nullable [] adjacent;
    /** From the line's begin, where the wanted field begins if not behind one of the marks that are left. */
    private final int offset;

    /**
     * By line that was found: the place before its number if that is in the start, then the places of the marks left. So
     * the number stands between two of them that follow one another.
     */
    private final int[] places;

    private final int stride;
    private final int beforeNumber;

    private StructureMatcher(LineStructure line, int most, int startMarks, int startLength, int offset, long[] start) {
        byte[] marks = line.marks;
        boolean[] adjacent = line.adjacent;
        this.line = line;
        this.most = most;
        this.startLength = startLength;
        this.start = start;
        this.offset = offset;
        this.stride = marks.length - startMarks + 1;
        this.left = new byte[stride * most];
        for (int i = 0; i < most; i++) {
            System.arraycopy(marks, startMarks, left, i * stride + 1, stride - 1);
        }
        this.adjacent = adjacent == null ? null : Arrays.copyOfRange(adjacent, startMarks, marks.length);
        this.beforeNumber = line.before + 1 - startMarks;
        this.places = new int[stride * most];
    }

    /** @param most so many lines are found at once */
    static StructureMatcher of(LineStructure line, int most) {
        return new StructureMatcher(line, most, 0, 0, 0, new long[2 * START_WORDS]);
    }

    /**
     * One for lines that also begin like those which this one found last; null where they begin in different ways.
     *
     * @param begins where they begin
     * @param lines how many they are
     */
    @Nullable
    StructureMatcher withStart(byte[] bytes, int[] begins, int lines) {
        int common = 0;
        while (common <= line.before && isFixed(1 + common, begins, lines)) {
            common++;
        }
        if (common == 0) {
            return null;
        }
        int at = begins[0];
        int length = places[common] + 1 - at;
        int number = common > line.before ? length : 0;
        long[] words = ByteMaskTemplate.words(bytes, at, length, START_WORDS);
        return new StructureMatcher(line, most, common, length, number, words);
    }

    /** Whether a mark stands in the same place of each line, near enough to its begin. */
    private boolean isFixed(int mark, int[] begins, int lines) {
        int place = places[mark] - begins[0];
        boolean fixed = place < START_WORDS * Long.BYTES;
        for (int i = 1; i < lines; i++) {
            fixed &= places[i * stride + mark] - begins[i] == place;
        }
        return fixed;
    }

    /**
     * Finds where lines of this pattern begin, one behind the other from {@code begins[0]} on; answers how many there are.
     * Looks at up to {@link RowParser#PADDING} bytes behind {@code to}.
     *
     * @param to where the last line may end
     * @param begins has room for one more, where what follows them begins
     */
    int match(byte[] bytes, int to, int[] begins) {
        long[] expected = start;
        byte[] wanted = left;
        int[] found = places;
        int behindStart = startLength;
        int beforeOffset = offset - 1;
        int behindLast = line.end;
        int marks = stride - 1;
        if (expected.length < 2 * START_WORDS) {
            // never so; said once, it need not be looked at again for each word
            throw new IllegalStateException();
        }
        int next = 0;
        int count = 0;
        int at = begins[0];
        while (count < begins.length - 1 && at < to) {
            int window = at + behindStart - Long.SIZE;
            long bits = 0;
            long difference = ByteMaskTemplate.difference(bytes, at, expected, 0)
                    | ByteMaskTemplate.difference(bytes, at, expected, 1)
                    | ByteMaskTemplate.difference(bytes, at, expected, 2);
            found[next++] = at + beforeOffset;
            int place = 0;
            int other = 0;
            for (int end = next + marks; next < end; next++) {
                while (bits == 0 && window < to) {
                    window += Long.SIZE;
                    bits = StructuralBytes.mask64(bytes, window);
                }
                place = window + Long.numberOfTrailingZeros(bits);
                other |= bytes[place] ^ wanted[next];
                bits &= bits - 1;
                found[next] = place;
            }
            int following = place + behindLast;
            other |= bytes[following - 1] ^ '\n';
            if ((difference | other) != 0
                    || following > to
                    || (adjacent != null && !haveSameAdjacency(at, next - marks))) {
                break;
            }
            at = following;
            begins[++count] = at;
        }
        return count;
    }

    private boolean haveSameAdjacency(int at, int first) {
        boolean[] expected = adjacent;
        int end = at + startLength;
        for (int i = 0; expected != null && i < expected.length; i++) {
            int place = places[first + i];
            if ((place == end) != expected[i]) {
                return false;
            }
            end = place + 1;
        }
        return true;
    }

    /** Reads the number of each line that was found; answers how many there are before one that it cannot read. */
    int read(byte[] bytes, int lines, RowBatch rows) {
        double[] values = rows.ensureCapacity(lines);
        int into = rows.count;
        if (line.wrapped && lines > 0) {
            rows.noteWrapped(rows.lines + 1);
        }
        if (ShortDecimals.read(bytes, places, beforeNumber, stride, lines, values, into)) {
            return lines;
        }
        for (int i = 0; i < lines; i++) {
            int from = places[i * stride + beforeNumber] + 1;
            int to = places[i * stride + beforeNumber + 1];
            double value = DecimalParser.parse(bytes, from, to);
            if (Double.isNaN(value)) {
                if (from < to || !line.mayBeMissing) {
                    return i;
                }
                rows.noteMissing(rows.lines + i + 1);
            }
            values[into + i] = value;
        }
        return lines;
    }

    /** The shape of the first of the lines found last; null where it has none. */
    @Nullable
    FixedLayoutMatcher shape(byte[] bytes, int[] begins) {
        int[] ends = Arrays.copyOfRange(places, beforeNumber + 1, stride);
        return FixedLayoutMatcher.of(bytes, begins[0], places[beforeNumber] + 1, ends);
    }
}
