package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;

/** Finds runs by ids from requests. */
final class RunLookup {
    private RunLookup() {}

    /** Returns the run of that id; a problem if there is none, or if the text is not an id. */
    static Run require(RunService runs, String id) {
        Run run = RunId.isValid(id) ? runs.find(new RunId(id)) : null;
        if (run == null) {
            throw ProblemException.noSuchRun(id);
        }
        return run;
    }
}
