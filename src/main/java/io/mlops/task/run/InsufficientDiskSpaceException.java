package io.mlops.task.run;

import io.mlops.task.text.Messages;
import java.io.IOException;

/** Too little free disk space for another run; nothing of it was stored. */
public final class InsufficientDiskSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param announcedBytes of the submission, which are not yet on the disk */
    InsufficientDiskSpaceException(long freeBytes, long announcedBytes, long minFreeBytes) {
        super("Insufficient disk space: free bytes "
                + Messages.mustBe(
                        "at least " + minFreeBytes
                                + (announcedBytes == 0 ? "" : " after an upload of " + announcedBytes),
                        freeBytes));
    }
}
