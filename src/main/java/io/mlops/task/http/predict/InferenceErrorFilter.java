package io.mlops.task.http.predict;

import io.mlops.task.http.problem.ProblemDetails;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Adds the field {@code error} of the Open Inference Protocol to problems under /v2. */
final class InferenceErrorFilter {
    @ServerResponseFilter
    void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof ProblemDetails problem
                && request.getUriInfo().getPath().startsWith("/v2")) {
            response.setEntity(problem.forInference());
        }
    }
}
