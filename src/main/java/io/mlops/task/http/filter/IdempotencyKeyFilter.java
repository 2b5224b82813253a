package io.mlops.task.http.filter;

import io.mlops.task.http.endpoint.RejectsIdempotencyKey;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.SafeText;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects an {@code Idempotency-Key} that would have no effect, because the client would rely on it. */
final class IdempotencyKeyFilter {

    @RejectsIdempotencyKey
    @ServerRequestFilter
    void rejectKey(ContainerRequestContext request) {
        if (request.getHeaderString("Idempotency-Key") != null) {
            throw ProblemException.invalid("Idempotency-Key: not supported by "
                    + SafeText.excerpt(request.getUriInfo().getPath())
                    + ", only by POST /runs and POST /runs/{id}/rerun");
        }
    }
}
