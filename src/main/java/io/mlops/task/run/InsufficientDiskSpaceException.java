package io.mlops.task.run;

import java.io.IOException;

/** Too little room on the disk for another run; nothing was kept of it. */
public final class InsufficientDiskSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    InsufficientDiskSpaceException(long freeBytes, long floorBytes) {
        super("The disk is low: found " + freeBytes + " bytes free where runs are kept, wanted at least " + floorBytes);
    }
}
