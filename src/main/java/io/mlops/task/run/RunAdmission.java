package io.mlops.task.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Accepts submissions, or rejects them: a run is stored, then queued. */
public final class RunAdmission {
    /** Bytes of an upload after which the free disk space is looked up again. */
    private static final long CHECK_INTERVAL = 4 << 20;

    private final RunService runs;
    private final RunStore store;
    private final RunIds ids;
    private final Clock clock;
    private final RunListener listener;
    private final long minFreeBytes;
    private final StripedLocks keyLocks = new StripedLocks();

    /**
     * The outcome of a submission.
     *
     * @param created false if an earlier submission with the same idempotency key created the run
     */
    public record Result(Run run, boolean created) {}

    /** @param minFreeBytes no run is accepted with fewer free bytes */
    public RunAdmission(
            RunService runs, RunStore store, RunIds ids, Clock clock, RunListener listener, long minFreeBytes) {
        this.runs = runs;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.listener = listener;
        this.minFreeBytes = minFreeBytes;
    }

    public long minFreeBytes() {
        return minFreeBytes;
    }

    /** Whether a submission would be accepted now. */
    public boolean canAccept() {
        return !runs.isClosed() && runs.queued() < runs.queueCapacity() && store.freeBytes() >= minFreeBytes;
    }

    /**
     * Rejects a submission before any of it is read.
     *
     * @param idempotencyKey the key of a stored run needs no capacity; null if there is none
     * @param bytes that the submission announces; 0 if unknown
     */
    public void checkCapacity(@Nullable String idempotencyKey, long bytes)
            throws QueueFullException, InsufficientDiskSpaceException {
        if (idempotencyKey == null || runs.idByKey(idempotencyKey) == null) {
            reserve(bytes);
            runs.queue().release();
        }
    }

    /**
     * Receives a file as {@link RunStore#receive} does.
     *
     * @throws InsufficientDiskSpaceException if the disk fills up meanwhile
     */
    public Upload receive(InputStream content) throws IOException {
        return store.receive(new FilterInputStream(content) {
            private long unchecked;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = super.read(into, offset, length);
                unchecked += read;
                if (unchecked >= CHECK_INTERVAL) {
                    unchecked = 0;
                    requireSpace(0);
                }
                return read;
            }
        });
    }

    /** Stores the run, then queues it. Deletes the upload if it does not become the input of a run. */
    public Result submit(Submission submission) throws QueueFullException, IdempotencyKeyReusedException, IOException {
        try {
            return submitOnce(submission);
        } finally {
            Upload upload = submission.upload();
            if (upload != null) {
                upload.close();
            }
        }
    }

    private Result submitOnce(Submission submission)
            throws QueueFullException, IdempotencyKeyReusedException, IOException {
        String key = submission.options().idempotencyKey();
        if (key == null) {
            return accept(submission);
        }
        synchronized (keyLocks.of(key)) {
            RunId id = runs.idByKey(key);
            Run known = id == null ? null : runs.find(id);
            if (known == null) {
                return accept(submission);
            }
            if (!known.request().fingerprint().equals(submission.fingerprint())) {
                listener.rejected(RejectionReason.IDEMPOTENCY_KEY_REUSED.label());
                throw new IdempotencyKeyReusedException(key, known.id());
            }
            return new Result(known, false);
        }
    }

    private Result accept(Submission submission) throws QueueFullException, IOException {
        reserve(0);
        boolean queued = false;
        try {
            Run run = Run.of(ids.after(runs.newest()), submission, RunState.Queued.first(clock.instant()));
            store.create(run, submission);
            runs.add(run);
            try {
                listener.submitted(run);
            } finally {
                runs.queue().add(run.id());
                queued = true;
            }
            return new Result(run, true);
        } finally {
            if (!queued) {
                runs.queue().release();
            }
        }
    }

    private void requireSpace(long bytes) throws InsufficientDiskSpaceException {
        long free = store.freeBytes();
        if (free - bytes < minFreeBytes) {
            listener.rejected(RejectionReason.INSUFFICIENT_STORAGE.label());
            throw new InsufficientDiskSpaceException(free, bytes, minFreeBytes);
        }
    }

    private void reserve(long bytes) throws QueueFullException, InsufficientDiskSpaceException {
        requireSpace(bytes);
        try {
            runs.queue().reserve();
        } catch (QueueFullException e) {
            listener.rejected(RejectionReason.QUEUE_FULL.label());
            throw e;
        }
    }
}
