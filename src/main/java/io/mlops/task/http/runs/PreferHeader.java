package io.mlops.task.http.runs;

import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's {@code Prefer: wait=N} (RFC 7240).
 *
 * @param seconds to wait for a run's end; 0 for not waiting
 */
record PreferHeader(int seconds) {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,9})");
    private static final int MAX_WAIT_SECONDS = 60;

    static PreferHeader parse(@Nullable String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        return new PreferHeader(wait.find() ? Math.min(MAX_WAIT_SECONDS, Integer.parseInt(wait.group(1))) : 0);
    }

    /** Completes with the run when it has ended, or with its current state when the time is over; blocks no thread. */
    CompletableFuture<Run> await(RunService runs, Run run) {
        if (seconds == 0) {
            return CompletableFuture.completedFuture(run);
        }
        return runs.whenEnded(run)
                .copy()
                .completeOnTimeout(run, seconds, TimeUnit.SECONDS)
                .thenApply(waited -> current(runs, waited));
    }

    /** The run may have started since. */
    private static Run current(RunService runs, Run waited) {
        Run found = runs.find(waited.id());
        return found == null ? waited : found;
    }

    Response.ResponseBuilder applied(Response.ResponseBuilder response) {
        return seconds == 0 ? response : response.header("Preference-Applied", "wait=" + seconds);
    }
}
