package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows to predict are missing features or have values of another type; {@link #errors} lists every such value. */
public final class InvalidRowsException extends ModelException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LISTED = 5;

    private final transient List<RowError> errors;

    InvalidRowsException(List<RowError> errors) {
        super(errors.size() + " invalid value(s): "
                + errors.stream().limit(MAX_LISTED).map(RowError::message).collect(Collectors.joining("; "))
                + (errors.size() > MAX_LISTED ? "; …" : ""));
        this.errors = List.copyOf(errors);
    }

    public List<RowError> errors() {
        return errors;
    }
}
