package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;

/** The champion's current state does not allow a requested change; the message is for the caller. */
public final class ChampionConflictException extends ModelException {
    private static final long serialVersionUID = 1L;

    public ChampionConflictException(String message) {
        super(message);
    }
}
