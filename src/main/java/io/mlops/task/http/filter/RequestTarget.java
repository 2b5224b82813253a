package io.mlops.task.http.filter;

import io.mlops.task.http.endpoint.Endpoints;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Targets that are neither a path nor a URL with one (RFC 9112, section 3.2). The router fails most before any handler. */
@Singleton
final class RequestTarget {
    private static final Pattern UNDERSTOOD = Pattern.compile("/.*|(?i:https?)://.*", Pattern.DOTALL);
    private static final String SERVER = "*";

    private final Endpoints endpoints;
    private final Rejection rejection;

    RequestTarget(Endpoints endpoints, Rejection rejection) {
        this.endpoints = endpoints;
        this.rejection = rejection;
    }

    static boolean isUnderstood(HttpServerRequest request) {
        return !HttpMethod.CONNECT.equals(request.method())
                && UNDERSTOOD.matcher(request.uri()).matches();
    }

    /** Ends a request whose target is not understood: OPTIONS of the server as a whole with what it allows, another with a problem. */
    void end(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean options = HttpMethod.OPTIONS.equals(request.method()) && SERVER.equals(request.uri());
        if (options || HttpMethod.CONNECT.equals(request.method())) {
            context.response().putHeader(HttpHeaders.ALLOW, endpoints.allMethods());
        }
        if (options) {
            context.response().setStatusCode(204).end();
        } else if (HttpMethod.CONNECT.equals(request.method())) {
            rejection.close(context, ProblemDetails.Type.METHOD_NOT_ALLOWED, "the service is not a proxy");
        } else {
            rejection.close(
                    context,
                    ProblemDetails.Type.INVALID_REQUEST,
                    "request target: "
                            + Messages.mustBe(
                                    "a path, or an http or https URL", '"' + SafeText.excerpt(request.uri()) + '"'));
        }
    }
}
