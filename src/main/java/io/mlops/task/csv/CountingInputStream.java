package io.mlops.task.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Knows how many bytes were taken from a stream. */
final class CountingInputStream extends FilterInputStream implements LongSupplier {
    private volatile long count;

    CountingInputStream(InputStream in) {
        super(in);
    }

    @Override
    public long getAsLong() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        add(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        add(Math.max(read, 0));
        return read;
    }

    /**
     * Always 1. Where a member of gzip ends, it is asked whether another one may follow: a pipe cannot say, and on 0 what
     * follows would be left out. Reading tells.
     */
    @Override
    public int available() {
        return 1;
    }

    private synchronized void add(int read) {
        count += read;
    }
}
