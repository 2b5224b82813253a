package io.mlops.task.http.runs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Routes requests that accept {@code text/event-stream} to the live log. Content negotiation would also select the
 * stream for clients that accept anything.
 */
final class LogStreamRouteFilter {
    static final String SUFFIX = "events";

    private static final Pattern LOG = Pattern.compile("/runs/[^/]+/log");

    @ServerRequestFilter(preMatching = true)
    void route(ContainerRequestContext request) {
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        String path = request.getUriInfo().getPath();
        if (accept != null
                && accept.contains(MediaType.SERVER_SENT_EVENTS)
                && LOG.matcher(path).matches()) {
            UriBuilder uri = request.getUriInfo().getRequestUriBuilder();
            request.setRequestUri(uri.path(SUFFIX).build());
        }
    }
}
