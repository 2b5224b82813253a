package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows to predict are missing features or have values of another type; {@link #errors} lists the first such values. */
public final class InvalidRowsException extends ModelException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LISTED = 5;

    private final transient List<RowError> errors;
    private final long count;

    InvalidRowsException(RowErrors errors) {
        super(errors.count() + " invalid value(s): "
                + errors.first().stream()
                        .limit(MAX_LISTED)
                        .map(RowError::message)
                        .collect(Collectors.joining("; "))
                + (errors.count() > MAX_LISTED ? "; …" : ""));
        this.errors = List.copyOf(errors.first());
        this.count = errors.count();
    }

    public List<RowError> errors() {
        return errors;
    }

    /** Returns the number of all invalid values. */
    public long count() {
        return count;
    }
}
