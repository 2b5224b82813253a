package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import java.util.List;

/** Stores the rows whose actual values are known. */
public interface LabelledRowStore {

    /** Returns all rows that have not been withdrawn, in labelling order. */
    List<LabelledRow> load() throws ModelException;

    /** Adds or replaces rows by id, or removes those that are withdrawn; they are on disk when this returns. */
    void append(List<LabelledRow> rows) throws ModelException;
}
