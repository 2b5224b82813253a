package io.mlops.task.model;

import java.util.List;
import java.util.stream.Collectors;

/** Rows that were asked to be predicted lack a feature or have one of another type; every such place is named. */
public final class InvalidRows extends ModelException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 5;

    private final transient List<RowProblem> problems;

    InvalidRows(List<RowProblem> problems) {
        super(problems.size() + " invalid value(s): "
                + problems.stream().limit(SHOWN).map(RowProblem::message).collect(Collectors.joining("; "))
                + (problems.size() > SHOWN ? "; …" : ""));
        this.problems = List.copyOf(problems);
    }

    public List<RowProblem> problems() {
        return problems;
    }
}
