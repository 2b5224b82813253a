package io.mlops.task.csv;

import io.mlops.task.bytes.Swar;
import io.mlops.task.number.DecimalParser;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Matches lines that have the structural characters of an earlier one, at any offsets. If lines start alike, as with a date,
 * their start is compared eight bytes at a time and only what follows is searched for structural characters.
 */
final class StructureMatcher implements LineMatcher {
    private static final int START_WORDS = 3;

    private final LineStructure line;
    private final int startLength;
    /** See {@link Template#words}. */
    private final long[] start;
    /** The structural characters after the start, by line as in {@link #offsets}, so that one index serves both. */
    private final byte[] remaining;
    /** Whether each of those directly follows the one before it; null if that does not matter. */
    private final boolean @Nullable [] adjacent;
    /** From the line's start, where the column's field starts if it does not follow one of the remaining characters. */
    private final int fieldOffset;
    /**
     * By line matched: the offset before its number if that is in the start, then those of the remaining characters. So the
     * number is between two successive ones.
     */
    private final int[] offsets;

    private final int stride;
    private final int beforeNumber;
    /** From the line's start, the offsets of the structural characters in the start. */
    private final int[] startOffsets;

    private StructureMatcher(LineStructure line, int[] startOffsets, int startLength, int fieldOffset, long[] start) {
        int startCharacters = startOffsets.length;
        byte[] characters = line.characters;
        boolean[] adjacent = line.adjacent;
        this.line = line;
        this.startOffsets = startOffsets;
        this.startLength = startLength;
        this.start = start;
        this.fieldOffset = fieldOffset;
        this.stride = characters.length - startCharacters + 1;
        this.remaining = new byte[stride * MAX_LINES];
        for (int i = 0; i < MAX_LINES; i++) {
            System.arraycopy(characters, startCharacters, remaining, i * stride + 1, stride - 1);
        }
        this.adjacent = adjacent == null ? null : Arrays.copyOfRange(adjacent, startCharacters, characters.length);
        this.beforeNumber = line.before + 1 - startCharacters;
        this.offsets = new int[stride * MAX_LINES];
    }

    static StructureMatcher of(LineStructure line) {
        return new StructureMatcher(line, new int[0], 0, 0, new long[2 * START_WORDS]);
    }

    /** Returns a matcher for lines that also start like those matched last; null if those start in different ways. */
    @Nullable
    StructureMatcher withStart(byte[] bytes, int[] lineStarts, int lines) {
        int common = 0;
        while (common <= line.before && isFixed(1 + common, lineStarts, lines)) {
            common++;
        }
        if (common == 0) {
            return null;
        }
        int at = lineStarts[0];
        int length = offsets[common] + 1 - at;
        int field = common > line.before ? length : 0;
        long[] words = Template.words(bytes, at, length, START_WORDS);
        int[] fixed = new int[common];
        for (int i = 0; i < common; i++) {
            fixed[i] = offsets[1 + i] - at;
        }
        return new StructureMatcher(line, fixed, length, field, words);
    }

    /** Whether a structural character has the same offset in each line, near enough to its start. */
    private boolean isFixed(int character, int[] lineStarts, int lines) {
        int offset = offsets[character] - lineStarts[0];
        boolean fixed = offset < START_WORDS * Long.BYTES;
        for (int i = 1; i < lines; i++) {
            fixed &= offsets[i * stride + character] - lineStarts[i] == offset;
        }
        return fixed;
    }

    /** Returns a matcher for the layout of the first line matched last; null if there is none. */
    @Nullable
    FixedLayoutMatcher fixedLayout(byte[] bytes, int[] lineStarts) {
        int[] ends = Arrays.copyOfRange(offsets, beforeNumber + 1, stride);
        int at = lineStarts[0];
        int[] keyStarts = new int[line.keyBefore.length];
        int[] keyEnds = new int[keyStarts.length];
        for (int key = 0; key < keyStarts.length; key++) {
            keyStarts[key] = line.keyBefore[key] < 0 ? 0 : offset(line.keyBefore[key], 0, at) + 1 - at;
            keyEnds[key] = offset(line.keyAfter[key], 0, at) - at;
        }
        return FixedLayoutMatcher.of(bytes, at, offsets[beforeNumber] + 1, ends, keyStarts, keyEnds);
    }

    /** Returns the offset of a structural character of a line matched last. */
    private int offset(int character, int lineIndex, int lineStart) {
        int fixed = startOffsets.length;
        return character < fixed
                ? lineStart + startOffsets[character]
                : offsets[lineIndex * stride + character - fixed + 1];
    }

    @Override
    public void locateKeys(int[] lineStarts, int lines, RowBatch rows) {
        for (int key = 0; key < rows.keyFrom.length; key++) {
            int before = line.keyBefore[key];
            int after = line.keyAfter[key];
            int[] from = rows.keyFrom[key];
            int[] to = rows.keyTo[key];
            for (int i = 0; i < lines; i++) {
                int at = lineStarts[i];
                from[rows.count + i] = before < 0 ? at : offset(before, i, at) + 1;
                to[rows.count + i] = offset(after, i, at);
            }
        }
    }

    @Override
    public int match(byte[] bytes, int to, int[] lineStarts) {
        long[] expected = start;
        byte[] expectedRest = remaining;
        int[] found = offsets;
        int afterStart = startLength;
        int beforeField = fieldOffset - 1;
        int lineEnd = line.end;
        int characters = stride - 1;
        if (expected.length < 2 * START_WORDS) {
            // never true, but spares the compiled loop a range check for each word
            throw new IllegalStateException();
        }
        int next = 0;
        int count = 0;
        int at = lineStarts[0];
        while (count < lineStarts.length - 1 && at < to) {
            int window = at + afterStart - Long.SIZE;
            long bits = 0;
            long difference = Template.difference(bytes, at, expected, 0)
                    | Template.difference(bytes, at, expected, 1)
                    | Template.difference(bytes, at, expected, 2);
            found[next++] = at + beforeField;
            int offset = 0;
            int mismatch = 0;
            for (int end = next + characters; next < end; next++) {
                while (bits == 0 && window < to) {
                    window += Long.SIZE;
                    bits = Swar.structuralMask64(bytes, window);
                }
                offset = window + Long.numberOfTrailingZeros(bits);
                mismatch |= bytes[offset] ^ expectedRest[next];
                bits &= bits - 1;
                found[next] = offset;
            }
            int following = offset + lineEnd;
            mismatch |= bytes[following - 1] ^ '\n';
            if ((difference | mismatch) != 0
                    || following > to
                    || (adjacent != null && !haveSameAdjacency(at, next - characters))) {
                break;
            }
            at = following;
            lineStarts[++count] = at;
        }
        return count;
    }

    private boolean haveSameAdjacency(int at, int first) {
        boolean[] expected = adjacent;
        int end = at + startLength;
        for (int i = 0; expected != null && i < expected.length; i++) {
            int offset = offsets[first + i];
            if ((offset == end) != expected[i]) {
                return false;
            }
            end = offset + 1;
        }
        return true;
    }

    @Override
    public int read(byte[] bytes, int[] lineStarts, int lines, RowBatch rows) {
        double[] values = rows.ensureCapacity(lines);
        int offset = rows.count;
        if (DecimalParser.ShortDecimals.read(bytes, offsets, beforeNumber, stride, lines, values, offset)) {
            return lines;
        }
        for (int i = 0; i < lines; i++) {
            int from = offsets[i * stride + beforeNumber] + 1;
            int to = offsets[i * stride + beforeNumber + 1];
            double value = DecimalParser.parse(bytes, from, to);
            if (Double.isNaN(value)) {
                if (from < to || !line.mayBeMissing) {
                    return i;
                }
                rows.noteMissing(rows.lines + i + 1);
            }
            values[offset + i] = value;
        }
        return lines;
    }
}
