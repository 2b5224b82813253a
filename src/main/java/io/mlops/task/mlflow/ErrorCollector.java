package io.mlops.task.mlflow;

import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs independent calls, so that a rejected one does not prevent the others; keeps the first error. */
final class ErrorCollector {
    private @Nullable TrackingException first;

    interface Call {
        void run() throws ModelException, IOException, TrackingException, InterruptedException;
    }

    /** Throws only if the server is unavailable: the next call would fail, too. */
    void attempt(Call call) throws ModelException, IOException, TrackingException, InterruptedException {
        try {
            call.run();
        } catch (TrackingException e) {
            if (e.isUnavailable()) {
                throw e;
            }
            first = first == null ? e : first;
        } catch (ModelException | IOException | RuntimeException e) {
            // of one version or run, whose files are damaged: the others can be sent
            first = first == null ? TrackingException.rejected(String.valueOf(e.getMessage()), "") : first;
        }
    }

    void throwIfAny() throws TrackingException {
        if (first != null) {
            throw first;
        }
    }
}
