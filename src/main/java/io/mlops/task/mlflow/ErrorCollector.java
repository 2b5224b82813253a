package io.mlops.task.mlflow;

import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets one thing be refused without keeping the others from being told. */
final class ErrorCollector {
    private @Nullable TrackingException first;

    interface Step {
        void take() throws ModelException, IOException, TrackingException, InterruptedException;
    }

    void skip(Step step) throws ModelException, IOException, TrackingException, InterruptedException {
        try {
            step.take();
        } catch (TrackingException e) {
            if (e.isUnavailable()) {
                throw e;
            }
            first = first == null ? e : first;
        }
    }

    void throwIfAny() throws TrackingException {
        if (first != null) {
            throw first;
        }
    }
}
