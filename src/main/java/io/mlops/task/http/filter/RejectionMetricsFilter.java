package io.mlops.task.http.filter;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.run.RunListener;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Counts the submits that the API refuses, by the type of the problem; the queue counts its own. */
final class RejectionMetricsFilter {
    private final RunListener listener;

    RejectionMetricsFilter(RunListener listener) {
        this.listener = listener;
    }

    @ServerResponseFilter
    void count(ContainerRequestContext request, ContainerResponseContext response) {
        boolean submit = request.getMethod().equals("POST")
                && request.getUriInfo().getPath().equals("/runs");
        if (submit && response.getEntity() instanceof ProblemDetails problem && !problem.isCountedByRuns()) {
            listener.rejected(problem.reason());
        }
    }
}
