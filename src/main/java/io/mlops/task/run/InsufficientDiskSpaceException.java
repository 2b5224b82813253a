package io.mlops.task.run;

import io.mlops.task.text.Messages;
import java.io.IOException;

/** Too little free disk space for another run; nothing of it was stored. */
public final class InsufficientDiskSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    InsufficientDiskSpaceException(long freeBytes, long minFreeBytes) {
        super("Insufficient disk space: free bytes " + Messages.mustBe("at least " + minFreeBytes, freeBytes));
    }
}
