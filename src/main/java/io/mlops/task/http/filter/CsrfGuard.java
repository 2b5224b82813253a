package io.mlops.task.http.filter;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detects changes requested by another site's page: a browser sends its user's credentials with the requests of any page.
 * Clients that are not browsers send neither of the two headers.
 */
final class CsrfGuard {
    private static final String SITE = "Sec-Fetch-Site";
    private static final String END_OF_SCHEME = "://";
    private static final List<String> READS = List.of("GET", "HEAD", "OPTIONS");

    private CsrfGuard() {}

    /** Whether another site's page requests a change. */
    static boolean isCrossSite(HttpServerRequest request) {
        String site = request.getHeader(SITE);
        if (READS.contains(request.method().name()) || "same-origin".equals(site)) {
            return false;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return "cross-site".equals(site) || (origin != null && !isSameOrigin(origin, request.authority()));
    }

    private static boolean isSameOrigin(String origin, @Nullable HostAndPort authority) {
        int scheme = origin.indexOf(END_OF_SCHEME);
        return authority != null
                && scheme > 0
                && origin.substring(scheme + END_OF_SCHEME.length()).equalsIgnoreCase(authority.toString());
    }
}
