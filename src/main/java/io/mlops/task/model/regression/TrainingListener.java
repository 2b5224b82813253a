package io.mlops.task.model.regression;

/**
 * Watches a training: told of each step, asked between steps whether to stop. Called from every thread that trains,
 * so it must be safe for that; an interrupt of the calling thread also stops a training.
 */
public interface TrainingListener {
    TrainingListener NONE = new TrainingListener() {};

    /** {@code done} of {@code of} parts of a step are complete, e.g. rounds of boosting or folds of a search. */
    default void progress(String step, int done, int of) {}

    default boolean stopRequested() {
        return false;
    }

    /** Ends the training here, if that was asked for. */
    default void checkpoint(String step) throws TrainingCancelledException {
        if (stopRequested() || Thread.currentThread().isInterrupted()) {
            throw new TrainingCancelledException(step);
        }
    }
}
