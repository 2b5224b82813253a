package io.mlops.task.http.filter;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.SafeText;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Calls that change something and cannot be made safe to repeat: whoever sends a key for that is told so. */
final class IdempotencyKeyFilter {
    private static final Pattern PATHS =
            Pattern.compile("/batch_predict|/models/[^/]+/(retrain|rollback|versions/[^/]+/promote)");

    @ServerRequestFilter(preMatching = true)
    void rejectKey(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (request.getHeaderString("Idempotency-Key") != null
                && PATHS.matcher(path).matches()) {
            throw ProblemException.invalid("Idempotency-Key: found one, wanted none at " + SafeText.excerpt(path)
                    + "; POST /runs and POST /runs/{id}/rerun take one");
        }
    }
}
