package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** A part of the file that ends where a line ends, with the rows parsed from it. */
final class Block {
    byte[] bytes;
    int from;
    int to;
    /** Blocks count from 0, in file order. */
    long sequence;
    /** The file ends where this block ends. */
    boolean last;
    /** The line that starts at {@link #to} is longer than {@link BlockSource#MAX_RECORD_BYTES}. */
    boolean cutOff;
    /** How many bytes of the file have been read up to the end of this block. */
    long bytesRead;

    final RowBatch rows;
    /** Why the block could not be read; thrown after all earlier blocks have been delivered. */
    @Nullable
    Throwable failure;

    /** @param keys see {@link RowBatch} */
    Block(int size, int keys) {
        bytes = new byte[size + RowParser.PADDING];
        rows = new RowBatch(size / 64, keys);
    }

    int capacity() {
        return bytes.length - RowParser.PADDING;
    }
}
