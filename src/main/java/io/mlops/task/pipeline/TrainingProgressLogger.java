package io.mlops.task.pipeline;

import io.mlops.task.execution.RunLog;
import io.mlops.task.model.regression.TrainingListener;

/** Logs the progress of a training: at most ten lines for each step. */
final class TrainingProgressLogger implements TrainingListener {
    private static final int LINES = 10;

    private final RunLog log;

    TrainingProgressLogger(RunLog log) {
        this.log = log;
    }

    /** Ignores the rounds of an algorithm: there are many, on several threads. */
    @Override
    public void progress(String step, int done, int of) {
        boolean fits = step.equals("cross-validation") || step.equals("training");
        if (fits && done * LINES / of != (done - 1) * LINES / of) {
            log.info("Fits of " + step + ": " + done + " of " + of);
        }
    }
}
