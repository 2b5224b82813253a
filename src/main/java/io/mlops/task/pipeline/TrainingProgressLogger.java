package io.mlops.task.pipeline;

import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.run.RunLog;

/** How far a training is, in the run's log: of each step a line at most for every tenth. */
final class TrainingProgressLogger implements TrainingListener {
    private static final int LINES = 10;

    private final RunLog log;

    TrainingProgressLogger(RunLog log) {
        this.log = log;
    }

    /** Also called for the rounds of a learner, which say little and come from many threads at once. */
    @Override
    public void progress(String step, int done, int of) {
        boolean fits = step.equals("cross-validation") || step.equals("training");
        if (fits && done * LINES / of != (done - 1) * LINES / of) {
            log.info("Fits of " + step + ": " + done + " of " + of);
        }
    }
}
