package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** A stretch of the file that ends where a line ends, with what was read from it. */
final class Block {
    byte[] bytes;
    int from;
    int to;
    /** Blocks count from 0, in file order. */
    long sequence;
    /** The file ends where this block ends. */
    boolean last;
    /** The line that begins at {@link #to} is longer than {@link BlockSource#MAX_RECORD}. */
    boolean cutOff;
    /** How far the file is read when this block is. */
    long bytesRead;

    final RowBatch rows;
    /** What kept the block from being read, to be thrown when its turn comes. */
    @Nullable
    Throwable failure;

    Block(int size) {
        bytes = new byte[size + RowParser.PADDING];
        rows = new RowBatch(size / 64);
    }

    int capacity() {
        return bytes.length - RowParser.PADDING;
    }
}
