package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** A training was asked to stop, and did so between two steps; nothing was registered. */
public final class TrainingCancelledException extends ModelException {
    private static final long serialVersionUID = 1L;

    public TrainingCancelledException(String step) {
        super("Training was stopped at \"" + step + "\" before it was complete; no model was kept");
    }
}
