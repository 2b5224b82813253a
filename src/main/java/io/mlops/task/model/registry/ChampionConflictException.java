package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;

/** The registry is well; this change of the champion is not possible as things stand. The message is for who asked for it. */
public final class ChampionConflictException extends ModelException {
    private static final long serialVersionUID = 1L;

    public ChampionConflictException(String message) {
        super(message);
    }
}
