package io.mlops.task.model.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A text of records, each of bounded length: what would be read for one beyond that is an {@link Exceeded}. */
final class RecordSizeLimitReader extends FilterReader {
    static final int CHARACTERS = 1 << 20;

    /** What a buffered reader may take of the records behind. */
    private static final int AHEAD = 1 << 13;

    private long left;

    RecordSizeLimitReader(Reader text) {
        super(text);
    }

    /** A record was longer. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** What is read from here on belongs to a new record. */
    void startRecord() {
        left = CHARACTERS + AHEAD;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
        int read = super.read(to, from, length);
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new Exceeded();
        }
        return read;
    }
}
