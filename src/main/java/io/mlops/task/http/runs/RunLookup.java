package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;

/** Ids from outside. */
final class RunLookup {
    private RunLookup() {}

    /** The run of that id; a problem where there is none, or where the text is no id at all. */
    static Run require(RunService runs, String id) {
        Run run = RunId.isValid(id) ? runs.find(new RunId(id)) : null;
        if (run == null) {
            throw ProblemException.noSuchRun(id);
        }
        return run;
    }
}
