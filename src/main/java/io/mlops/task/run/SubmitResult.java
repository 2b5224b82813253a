package io.mlops.task.run;

/**
 * The answer to a submission.
 *
 * @param isNew false where an earlier submission with the same idempotency key made the run
 */
public record SubmitResult(Run run, boolean isNew) {}
