package io.mlops.task.csv;

import java.io.Closeable;
import java.io.IOException;

/** Hands out a file's data rows block by block; may be asked from several threads. */
interface BlockSource extends Closeable {

    /** One line or quoted record may not be longer than this, in bytes. */
    int MAX_RECORD = 16 << 20;

    /** Fills the block with the next stretch; false where there is none any more. */
    boolean next(Block block) throws IOException, InterruptedException;

    /** Lets nobody wait for bytes any more: whoever does, or asks for the next block, gets an exception. */
    @Override
    void close() throws IOException;
}
