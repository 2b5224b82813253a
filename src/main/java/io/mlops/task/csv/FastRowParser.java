package io.mlops.task.csv;

import io.mlops.task.bytes.Swar;
import io.mlops.task.csv.LineMatcher.LineStructure;
import org.jspecify.annotations.Nullable;

/**
 * Parses the lines that have the structure of an earlier one, many at a time, and leaves every other one to the reference
 * parser, from whose lines it learns.
 *
 * <p>Beware: this trades readability for speed. What a record means, and what is wrong with it, is decided by
 * {@link ReferenceRowParser} alone; here a line is only recognised as one with the structure of another. Whatever may be
 * unusual must remain a mismatch.
 */
final class FastRowParser implements RowParser {
    /** In bytes; a longer line is not learned. */
    private static final int MAX_LINE_BYTES = 1 << 14;
    /** Structural characters; a line of more is not learned. */
    private static final int MAX_STRUCTURAL_CHARACTERS = 1000;

    private static final int MAX_LEARNED = 8;
    /** Lines in a row: a matcher is learned after at least as many, and dropped if it matches fewer. */
    private static final int MIN_LINES = 16;

    private final ReferenceRowParser reference;
    /** The lines learned, the most recently used first. */
    private final LearnedLine[] learned = new LearnedLine[MAX_LEARNED];

    private int learnedCount;
    private final Backoff learning = new Backoff(64);
    /** Starts of the lines that are parsed at a time. */
    private final int[] lineStarts = new int[LineMatcher.MAX_LINES + 1];
    /** How many rows the reference parser had to parse, in all blocks. */
    long fallbackRows;
    /** How many rows a {@link FixedLayoutMatcher} parsed, in all blocks. */
    long fixedLayoutRows;

    FastRowParser(ReferenceRowParser reference) {
        this.reference = reference;
    }

    @Override
    public void parse(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        rows.clear(bytes, from);
        int at = from;
        while (at < to && at >= 0) {
            lineStarts[0] = at;
            if (readLearned(bytes, to, rows) == 0) {
                rows.consumedTo = at;
                lineStarts[0] = fallBack(bytes, at, to, last, rows);
            }
            at = lineStarts[0];
        }
        if (at >= 0) {
            rows.consumedTo = at;
        }
    }

    /** Reads lines that match a learned one; returns how many, 0 if the first one matches none. */
    private int readLearned(byte[] bytes, int to, RowBatch rows) {
        for (int i = 0; i < learnedCount; i++) {
            int lines = learned[i].read(bytes, to, rows);
            if (lines > 0) {
                if (i > 0) {
                    moveToFront(i);
                }
                return lines;
            }
        }
        return 0;
    }

    private void moveToFront(int index) {
        LearnedLine line = learned[index];
        System.arraycopy(learned, 0, learned, 1, index);
        learned[0] = line;
    }

    private int fallBack(byte[] bytes, int from, int to, boolean last, RowBatch rows) {
        int count = rows.count;
        int end = reference.row(bytes, from, to, last, rows);
        fallbackRows += rows.count - count;
        boolean isLine = rows.count > count && bytes[end - 1] == '\n' && end - from <= MAX_LINE_BYTES;
        if (isLine && learning.shouldTry()) {
            LineStructure line = reference.structure(bytes, from, Swar.structuralOffsets(bytes, from, end));
            if (line != null) {
                learn(line);
            }
        }
        return end;
    }

    private void learn(LineStructure line) {
        boolean helps = line.characters.length <= MAX_STRUCTURAL_CHARACTERS && !isLearned(line);
        if (!helps || learnedCount == MAX_LEARNED) {
            learning.onFailure();
        }
        if (helps) {
            learnedCount %= MAX_LEARNED;
            learned[learnedCount++] = new LearnedLine(line);
        }
    }

    private boolean isLearned(LineStructure line) {
        for (int i = 0; i < learnedCount; i++) {
            if (learned[i].line.isSameAs(line)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads lines of one structure: by their layout as long as that matches, else by their start and the structure after it,
     * else by their structure alone. The first is the fastest; a matcher that was learned and does not match is dropped, and
     * learned again with {@link Backoff}.
     */
    private final class LearnedLine {
        private static final int MAX_BACKOFF = 1024;

        private final LineStructure line;
        private final StructureMatcher structure;
        private @Nullable StructureMatcher withStart;
        private final Backoff learningStart = new Backoff(MAX_BACKOFF);
        private @Nullable FixedLayoutMatcher layout;
        private final Backoff learningLayout = new Backoff(MAX_BACKOFF);

        LearnedLine(LineStructure line) {
            this.line = line;
            this.structure = StructureMatcher.of(line);
        }

        /** Reads lines from {@code lineStarts[0]} on, as long as they match, and sets it to the next one; returns how many. */
        int read(byte[] bytes, int to, RowBatch rows) {
            int lines = 0;
            int read;
            do {
                read = readFixedLayout(bytes, to, rows);
                if (read < LineMatcher.MAX_LINES && lineStarts[0] < to) {
                    read += readStructure(bytes, to, rows);
                }
                lines += read;
            } while (read > 0 && lineStarts[0] < to);
            return lines;
        }

        private int readFixedLayout(byte[] bytes, int to, RowBatch rows) {
            FixedLayoutMatcher matcher = layout;
            if (matcher == null) {
                return 0;
            }
            int lines = matcher.match(bytes, to, lineStarts);
            if (lines == LineMatcher.MAX_LINES) {
                learningLayout.onSuccess();
            } else if (lines < MIN_LINES && lineStarts[lines] < to) {
                learningLayout.onFailure();
                layout = null;
            }
            int read = add(matcher, bytes, lines, rows);
            fixedLayoutRows += read;
            return read;
        }

        private int readStructure(byte[] bytes, int to, RowBatch rows) {
            StructureMatcher matcher = withStart == null ? structure : withStart;
            int lines = matcher.match(bytes, to, lineStarts);
            if (lines < MIN_LINES && lineStarts[lines] < to && withStart != null) {
                learningStart.onFailure();
                withStart = null;
            }
            if (lines == 0 && matcher != structure) {
                matcher = structure;
                lines = matcher.match(bytes, to, lineStarts);
            }
            if (lines >= MIN_LINES) {
                learn(matcher, bytes, lines);
            }
            return add(matcher, bytes, lines, rows);
        }

        private int add(LineMatcher matcher, byte[] bytes, int lines, RowBatch rows) {
            int read = matcher.read(bytes, lineStarts, lines, rows);
            matcher.locateKeys(lineStarts, read, rows);
            if (line.wrapped && read > 0) {
                rows.note(RowBatch.Oddity.WRAPPED, rows.lines + 1, read);
            }
            return rows.advance(read, lineStarts);
        }

        private void learn(StructureMatcher matched, byte[] bytes, int lines) {
            if (matched == withStart) {
                learningStart.onSuccess();
            } else if (learningStart.shouldTry()) {
                withStart = matched.withStart(bytes, lineStarts, lines);
            }
            if (layout == null && line.mayHaveFixedLayout() && learningLayout.shouldTry()) {
                layout = matched.fixedLayout(bytes, lineStarts);
            }
        }
    }

    /** Skips more and more attempts at learning as long as what is learned matches only a few lines. */
    private static final class Backoff {
        private final int maxInterval;
        private int interval = 1;
        private int attempts;

        Backoff(int maxInterval) {
            this.maxInterval = maxInterval;
        }

        boolean shouldTry() {
            return ++attempts % interval == 0;
        }

        void onFailure() {
            interval = Math.min(2 * interval, maxInterval);
        }

        void onSuccess() {
            interval = 1;
        }
    }
}
