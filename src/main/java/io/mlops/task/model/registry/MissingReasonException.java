package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;

/** A version that the promotion gate has refused is to be promoted without a reason. */
public final class MissingReasonException extends ModelException {
    private static final long serialVersionUID = 1L;

    MissingReasonException(int version, Refusal refusal) {
        super("must say why version " + version + " is promoted, which is "
                + refusal.state().label() + ": " + refusal.reason());
    }
}
