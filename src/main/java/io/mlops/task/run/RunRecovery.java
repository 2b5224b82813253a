package io.mlops.task.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Restores runs from the store at start-up, and retries failed saves. */
public final class RunRecovery {
    private final RunService runs;
    private final RunStore store;
    private final RunListener listener;
    private final int maxAttempts;

    /** @param maxAttempts a run fails after this many interrupted attempts; the last of several is executed alone */
    public RunRecovery(RunService runs, RunStore store, RunListener listener, int maxAttempts) {
        this.runs = runs;
        this.store = store;
        this.listener = listener;
        this.maxAttempts = maxAttempts;
    }

    /** Reads what is stored: ended runs as they are, queued ones in their order, interrupted ones to run again. */
    public void recover() throws IOException {
        List<Run> stored = new ArrayList<>(store.load());
        stored.sort(Comparator.comparing(Run::id));
        for (Run run : stored) {
            runs.add(run);
            if (run.state() instanceof RunState.Running running) {
                recover(run, running);
            } else if (run.state() instanceof RunState.Queued) {
                requeue(run);
            }
        }
    }

    private void recover(Run run, RunState.Running running) {
        if (running.attempt() < maxAttempts) {
            Run requeued = run.withState(running.requeue());
            runs.save(requeued);
            requeue(requeued);
        } else {
            runs.fail(run, running, "The process ended during each of " + running.attempt() + " attempts");
        }
    }

    /** The run itself may have crashed the process each time: its last attempt must not interrupt other runs. */
    private void requeue(Run run) {
        int interrupted = run.state().attempt();
        runs.queue().restore(run.id(), interrupted > 0 && interrupted + 1 == maxAttempts);
        listener.recovered(run);
    }

    /** Saves the runs whose last change could not be saved. */
    public void retryFailedSaves() {
        runs.unsaved().forEach(runs::saveAgain);
    }
}
