package io.mlops.task.http.filter;

import io.mlops.task.http.problem.AllowedMethods;
import io.mlops.task.run.InsufficientDiskSpaceException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.RunService;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** What is answered before a resource is chosen: a submit where there is no room, before its body is read, and OPTIONS. */
final class RunAdmissionFilter {
    private final RunService runs;

    RunAdmissionFilter(RunService runs) {
        this.runs = runs;
    }

    /** The web framework itself would tell what all paths together allow. */
    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response options(ContainerRequestContext request) {
        String allowed = request.getMethod().equals("OPTIONS")
                ? AllowedMethods.allowed(request.getUriInfo().getPath())
                : null;
        return allowed == null
                ? null
                : Response.noContent()
                        .header(HttpHeaders.ALLOW, allowed + ", OPTIONS")
                        .build();
    }

    @ServerRequestFilter(preMatching = true)
    void checkCapacity(ContainerRequestContext request) throws QueueFullException, InsufficientDiskSpaceException {
        if (request.getMethod().equals("POST") && request.getUriInfo().getPath().equals("/runs")) {
            runs.checkCapacity(request.getHeaderString("Idempotency-Key"));
        }
    }
}
