package io.mlops.task.http.filter;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Rejects requests to other hosts than {@link AllowedHosts}, before anything else is done with them. */
@Singleton
final class HostGuard {
    /** Before authentication. */
    static final int ORDER = ConnectionGuard.ORDER + 1;

    private static final List<String> EVERY_ADDRESS = List.of("0.0.0.0", "::", "[::]");
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*", Pattern.DOTALL);

    private final AllowedHosts hosts;
    private final Rejection rejection;

    HostGuard(
            RequestConfig config, Rejection rejection, @ConfigProperty(name = "quarkus.http.host") String listenHost) {
        List<String> names = new ArrayList<>(config.allowedHosts().orElse(List.of()));
        if (!EVERY_ADDRESS.contains(listenHost)) {
            names.add(listenHost);
        }
        this.hosts = new AllowedHosts(names);
        this.rejection = rejection;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::accept);
    }

    private void accept(RoutingContext context) {
        for (String authority : authorities(context.request())) {
            if (!hosts.contains(authority)) {
                String expected = "a loopback name or address, or one of " + AllowedHosts.SETTING;
                rejection.close(
                        context,
                        ProblemDetails.Type.MISDIRECTED_REQUEST,
                        "Host: " + Messages.mustBe(expected, '"' + SafeText.excerpt(authority) + '"'));
                return;
            }
        }
        context.next();
    }

    /**
     * Every host that the request names: by {@code Host} or {@code :authority}, by an absolute target, and by a proxy if
     * Quarkus is told to trust it. A client of HTTP/1.0 need not name one, and is no browser.
     */
    private static List<String> authorities(HttpServerRequest request) {
        List<String> authorities = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        HostAndPort effective = request.authority();
        if (effective != null) {
            authorities.add(effective.toString());
        }
        Matcher absolute = ABSOLUTE.matcher(request.uri());
        if (absolute.matches()) {
            authorities.add(absolute.group(1));
        }
        return authorities;
    }
}
