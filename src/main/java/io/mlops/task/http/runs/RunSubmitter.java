package io.mlops.task.http.runs;

import io.mlops.task.http.auth.AuditLog;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.Submission;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Submits runs in the name of the caller. */
@Singleton
public final class RunSubmitter {
    private final RunAdmission admission;
    private final AuditLog audit;

    RunSubmitter(RunAdmission admission, AuditLog audit) {
        this.admission = admission;
        this.audit = audit;
    }

    /** The run of an earlier submission with the same idempotency key stays attributed to its first submitter. */
    public RunAdmission.Result submit(Submission submission)
            throws QueueFullException, IdempotencyKeyReusedException, IOException {
        RunAdmission.Result result = admission.submit(submission.submittedBy(audit.caller()));
        if (result.created()) {
            audit.record("submit", "run " + result.run().id());
        }
        return result;
    }
}
