package io.mlops.task.http.filter;

import io.mlops.task.http.endpoint.Endpoints;
import io.mlops.task.run.InsufficientDiskSpaceException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.RunAdmission;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Responds before a resource is matched: to OPTIONS, and to a submission without capacity, whose body is not read. */
final class RunAdmissionFilter {
    private final RunAdmission admission;
    private final Endpoints endpoints;

    RunAdmissionFilter(RunAdmission admission, Endpoints endpoints) {
        this.admission = admission;
        this.endpoints = endpoints;
    }

    /** The web framework itself would return the methods of all paths combined. */
    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response options(ContainerRequestContext request) {
        if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
            return null;
        }
        String allowed = endpoints.allowedMethods(request.getUriInfo().getPath());
        if (allowed == null) {
            throw new NotFoundException();
        }
        return Response.noContent()
                .header(HttpHeaders.ALLOW, allowed + ", OPTIONS")
                .build();
    }

    @ServerRequestFilter(preMatching = true)
    void checkCapacity(ContainerRequestContext request) throws QueueFullException, InsufficientDiskSpaceException {
        if (request.getMethod().equals("POST") && request.getUriInfo().getPath().equals("/runs")) {
            String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
            admission.checkCapacity(
                    request.getHeaderString("Idempotency-Key"), length == null ? 0 : Long.parseLong(length));
        }
    }
}
