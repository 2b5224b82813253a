package io.mlops.task.model.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Limits the length of each record of a text; reading beyond it is a {@link LimitExceededException}. */
final class RecordSizeLimitReader extends FilterReader {
    static final int MAX_CHARACTERS = 1 << 17;

    /** Characters that a buffered reader may read ahead, beyond the end of the record. */
    private static final int READ_AHEAD = 1 << 13;

    private long remaining;

    RecordSizeLimitReader(Reader text) {
        super(text);
    }

    static final class LimitExceededException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    void startRecord() {
        remaining = MAX_CHARACTERS + READ_AHEAD;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
        int read = super.read(to, from, length);
        remaining -= Math.max(read, 0);
        if (remaining < 0) {
            throw new LimitExceededException();
        }
        return read;
    }
}
