package io.mlops.task.http.filter;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.run.RejectionReason;
import io.mlops.task.run.RunListener;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Counts the submissions that the API rejects, by the type of the problem. */
final class RejectionMetricsFilter {
    /** Rejections that {@code run} counts itself, for callers other than the API too. */
    private static final Set<String> COUNTED =
            Arrays.stream(RejectionReason.values()).map(RejectionReason::label).collect(Collectors.toUnmodifiableSet());

    private final RunListener listener;

    RejectionMetricsFilter(RunListener listener) {
        this.listener = listener;
    }

    @ServerResponseFilter
    void count(ContainerRequestContext request, ContainerResponseContext response) {
        boolean submit = request.getMethod().equals("POST")
                && request.getUriInfo().getPath().equals("/runs");
        if (submit && response.getEntity() instanceof ProblemDetails problem && !COUNTED.contains(problem.reason())) {
            listener.rejected(problem.reason());
        }
    }
}
