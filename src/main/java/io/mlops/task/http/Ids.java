package io.mlops.task.http;

import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.Runs;

/** Ids from outside. */
final class Ids {
    private Ids() {}

    /** The run of that id; a problem where there is none, or where the text is no id at all. */
    static Run find(Runs runs, String id) {
        Run run = RunId.isValid(id) ? runs.find(new RunId(id)) : null;
        if (run == null) {
            throw ProblemException.noSuchRun(id);
        }
        return run;
    }
}
