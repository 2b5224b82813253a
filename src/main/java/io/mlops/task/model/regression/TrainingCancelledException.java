package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** A training was cancelled between two steps; nothing was registered. */
public final class TrainingCancelledException extends ModelException {
    private static final long serialVersionUID = 1L;

    public TrainingCancelledException(String step) {
        super("Training was cancelled at \"" + step + "\"; no model was registered");
    }
}
