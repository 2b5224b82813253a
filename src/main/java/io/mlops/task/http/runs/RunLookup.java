package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.text.SafeText;

/** Finds the runs that requests name. */
final class RunLookup {
    private RunLookup() {}

    /** @throws ProblemException if there is no such run, or if the text is not an id */
    static Run require(RunService runs, String id) {
        Run run = RunId.isValid(id) ? runs.find(new RunId(id)) : null;
        if (run == null) {
            throw notFound(id);
        }
        return run;
    }

    static ProblemException notFound(String id) {
        return new ProblemException(ProblemDetails.Type.NOT_FOUND, "There is no run \"" + SafeText.excerpt(id) + '"');
    }
}
