package io.mlops.task.model.housing;

import java.util.ArrayList;
import java.util.List;

/** The errors in the rows of a request: the first ones, and the total number. */
final class RowErrors {
    /** Enough to correct a request; a body of a megabyte may have a million errors. */
    private static final int MAX_KEPT = 100;

    private final List<RowError> first = new ArrayList<>();
    private long count;

    void add(RowError error) {
        count++;
        if (first.size() < MAX_KEPT) {
            first.add(error);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<RowError> first() {
        return first;
    }

    long count() {
        return count;
    }
}
