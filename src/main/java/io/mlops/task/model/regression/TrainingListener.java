package io.mlops.task.model.regression;

/**
 * Receives the progress of a training and can cancel it. It is called from every training thread and must be thread-safe;
 * an interrupt of the calling thread also cancels the training.
 */
public interface TrainingListener {
    TrainingListener NONE = new TrainingListener() {};

    /** {@code completed} of {@code total} parts of a step are complete, e.g. boosting rounds or folds of a search. */
    default void progress(String step, int completed, int total) {}

    default boolean isCancelRequested() {
        return false;
    }

    /** Throws if cancellation was requested. */
    default void checkCancelled(String step) throws TrainingCancelledException {
        if (isCancelRequested() || Thread.currentThread().isInterrupted()) {
            throw new TrainingCancelledException(step);
        }
    }
}
