package io.mlops.task.csv;

import io.mlops.task.bytes.Swar;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Matches lines that have the structure of an earlier one, and parses their numbers. It never decides what a line means: what
 * does not match is left to {@link ReferenceRowParser}.
 *
 * <p>Beware: the loops of both implementations are shaped by the machine code that they compile to, by what a processor
 * executes in parallel and what HotSpot keeps in registers: each matches many lines in one loop and parses their numbers in
 * another, and each loop is as short as possible.
 */
sealed interface LineMatcher permits FixedLayoutMatcher, StructureMatcher {
    int MAX_LINES = 64;

    /**
     * Finds the starts of matching lines, one after the other from {@code lineStarts[0]} on; returns how many match. Reads up
     * to {@link RowParser#PADDING} bytes beyond {@code to}.
     *
     * @param to where the last line may end
     * @param lineStarts has room for one more than {@link #MAX_LINES}, the start of what follows the lines
     */
    int match(byte[] bytes, int to, int[] lineStarts);

    /**
     * Parses the numbers of the lines matched last into {@code rows}, without counting them; returns how many precede the
     * first that it cannot parse.
     */
    int read(byte[] bytes, int[] lineStarts, int lines, RowBatch rows);

    /** Sets where the key fields of the first lines matched last are; the rows have room for them. */
    void locateKeys(int[] lineStarts, int lines, RowBatch rows);

    /**
     * The structural characters of a line (see {@link Swar}) that the reference parser has read, in order, up to its end. A
     * line with the same ones has the same fields and is valid or invalid in the same way. If there are only commas and
     * spaces, the distances between them do not matter; otherwise it also matters which ones are adjacent, since a quote opens
     * or closes only next to a separator.
     */
    final class LineStructure {
        /** The structural characters, the one that ends the line last. */
        final byte[] characters;
        /** How many bytes end the line: the last character, and with a carriage return the newline after it. */
        final int end;
        /** By character, whether it directly follows the one before it, or the line's start; null if that does not matter. */
        final boolean @Nullable [] adjacent;
        /** Index of the character before the column's field, -1 if that starts the line; the next one ends the field. */
        final int before;
        /** By key field, the same. */
        final int[] keyBefore;
        /** By key field, index of the character that ends it; spaces in it may precede that. */
        final int[] keyAfter;
        /**
         * Whether an empty field is a missing value: not if there are other characters than commas and spaces, nor if it is
         * the whole line, which is blank then.
         */
        final boolean mayBeMissing;
        /** Whether the line is wrapped in quotes as a whole. */
        final boolean wrapped;

        private LineStructure(
                byte[] characters,
                int end,
                boolean @Nullable [] adjacent,
                int before,
                int[] keyBefore,
                int[] keyAfter,
                boolean wrapped) {
            this.keyBefore = keyBefore;
            this.keyAfter = keyAfter;
            this.characters = characters;
            this.end = end;
            this.adjacent = adjacent;
            this.before = before;
            this.mayBeMissing = adjacent == null && characters.length > 1;
            this.wrapped = wrapped;
        }

        /**
         * Returns the structure of the line at {@code at}.
         *
         * @param offsets of its structural characters
         */
        static LineStructure of(
                byte[] bytes, int at, int[] offsets, int before, int[] keyBefore, int[] keyAfter, boolean wrapped) {
            int newline = offsets.length - 1;
            boolean endsWithReturn =
                    newline > 0 && offsets[newline - 1] == offsets[newline] - 1 && bytes[offsets[newline - 1]] == '\r';
            int count = endsWithReturn ? newline : newline + 1;
            byte[] characters = new byte[count];
            boolean[] adjacent = new boolean[count];
            boolean plain = true;
            int next = at;
            for (int i = 0; i < count; i++) {
                int offset = offsets[i];
                characters[i] = bytes[offset];
                adjacent[i] = offset == next;
                next = offset + 1;
                plain &= characters[i] == ',' || characters[i] == ' ' || i == count - 1;
            }
            return new LineStructure(
                    characters, endsWithReturn ? 2 : 1, plain ? null : adjacent, before, keyBefore, keyAfter, wrapped);
        }

        /** Whether a {@link FixedLayoutMatcher} suffices: only the order of the characters matters, and LF ends the line. */
        boolean mayHaveFixedLayout() {
            return adjacent == null && end == 1;
        }

        boolean isSameAs(LineStructure other) {
            return Arrays.equals(characters, other.characters)
                    && end == other.end
                    && Arrays.equals(adjacent, other.adjacent)
                    && before == other.before
                    && Arrays.equals(keyBefore, other.keyBefore)
                    && Arrays.equals(keyAfter, other.keyAfter);
        }
    }

    /**
     * The common part of lines whose structural characters have the same offsets: each such character itself, and between
     * them whether there is a digit or a letter.
     */
    final class Template {
        private static final int EXACT = 0xff;
        /** 0 to 9, and the six characters after them; no structural ones. */
        private static final int DIGIT = 0xf0;
        /** A letter or one of {@code @[\]^_`{|}~}, or a byte of a character beyond ASCII; no structural ones. */
        private static final int LETTER = 0xc0;

        private Template() {}

        /**
         * Returns, in turn, what eight bytes must be and which of their bits count, for the text from {@code at} on.
         *
         * @param minWords how many words there are at least; those after the text match anything
         */
        static long[] words(byte[] bytes, int at, int length, int minWords) {
            long[] words = new long[2 * Math.max(minWords, (length + 7) / 8)];
            for (int i = 0; i < length; i++) {
                int mask = mask(bytes[at + i]);
                int shift = 8 * (i & 7);
                words[i / 8 * 2] |= (long) (bytes[at + i] & mask) << shift;
                words[i / 8 * 2 + 1] |= (long) mask << shift;
            }
            return words;
        }

        private static int mask(byte b) {
            if ((b & DIGIT) == '0') {
                return DIGIT;
            }
            return (b & LETTER) == 0 ? EXACT : LETTER;
        }

        /** Returns 0 if the text at {@code at} matches in this word. */
        static long difference(byte[] bytes, int at, long[] words, int word) {
            return (Swar.load(bytes, at + 8 * word) ^ words[2 * word]) & words[2 * word + 1];
        }
    }
}
