package io.mlops.task.csv;

import java.io.Closeable;
import java.io.IOException;

/** Hands out a file's data rows block by block, to several threads. */
interface BlockSource extends Closeable {
    /** In bytes; the limit of a line or a quoted record. */
    int MAX_RECORD_BYTES = 16 << 20;

    /** Fills the block with the next part of the file; false if there is none left. */
    boolean next(Block block) throws IOException, InterruptedException;

    /** Releases all threads that wait for bytes: they get an exception, as does any later call of {@link #next}. */
    @Override
    void close() throws IOException;

    /** Returns the index after the first newline between {@code from} and {@code to}; -1 if there is none. */
    static int afterFirstNewline(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    /** Returns the index after the last newline before {@code to}; 0 if there is none. */
    static int afterLastNewline(byte[] bytes, int to) {
        int at = to;
        while (at > 0 && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
