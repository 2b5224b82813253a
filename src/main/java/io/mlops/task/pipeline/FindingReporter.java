package io.mlops.task.pipeline;

import io.mlops.task.execution.JobException;
import io.mlops.task.execution.RunContext;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import org.jspecify.annotations.Nullable;

/** Reports findings as {@code checks} says. */
record FindingReporter(RunContext context, CheckPolicy policy) {
    /** @throws JobException if the finding fails the run */
    void report(@Nullable Finding finding) throws JobException {
        try {
            found(finding);
        } catch (FailedCheck e) {
            throw new JobException(e.getMessage());
        }
    }

    /** @throws FailedCheck if the finding fails the run */
    void found(@Nullable Finding finding) {
        boolean isWarning = finding != null && finding.severity() == Severity.WARNING;
        if (finding == null || (isWarning && policy == CheckPolicy.OFF)) {
            return;
        }
        context.log().found(finding);
        if (isWarning && policy == CheckPolicy.ERROR) {
            throw new FailedCheck(context.job().inputName() + ": [" + finding.check() + "] " + finding.message()
                    + "; the configuration says checks: error");
        }
    }

    /** Ends a scan with a finding. */
    static final class FailedCheck extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedCheck(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
