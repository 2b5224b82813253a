package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that were asked to be predicted lack a feature or have one of another type; every such place is named. */
public final class InvalidRowsException extends ModelException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LISTED = 5;

    private final transient List<RowError> problems;

    InvalidRowsException(List<RowError> problems) {
        super(problems.size() + " invalid value(s): "
                + problems.stream().limit(MAX_LISTED).map(RowError::message).collect(Collectors.joining("; "))
                + (problems.size() > MAX_LISTED ? "; …" : ""));
        this.problems = List.copyOf(problems);
    }

    public List<RowError> errors() {
        return problems;
    }
}
