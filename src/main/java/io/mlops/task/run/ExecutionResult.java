package io.mlops.task.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended.
 *
 * @param metrics null where it failed
 * @param record the content of metrics.json
 * @param error the record's error message, null where it succeeded
 * @param warnings what the log warned of
 */
public record ExecutionResult(
        @Nullable RunResult metrics,
        String record,
        @Nullable String error,
        List<String> warnings) {

    public boolean succeeded() {
        return error == null;
    }
}
