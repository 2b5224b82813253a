package io.mlops.task.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.run.RunListener;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What is answered before any resource is asked, so that the web server's own refusals are problems like all others. */
@Singleton
final class Gate {
    /** Before the web server looks at the length itself. */
    private static final int ORDER = -3;

    private static final String SECONDS_TO_RETRY = "5";

    private final ObjectMapper json;
    private final BodyWatch bodies;
    private final RunListener listener;
    private final long mostBytes;
    private final Set<HttpConnection> last = ConcurrentHashMap.newKeySet();

    Gate(
            ObjectMapper json,
            BodyWatch bodies,
            RunListener listener,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> mostBytes) {
        this.json = json;
        this.bodies = bodies;
        this.listener = listener;
        this.mostBytes = mostBytes.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    }

    void open(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit).failureHandler(this::badHead);
        for (Problem.Kind kind : new Problem.Kind[] {
            Problem.Kind.INVALID_REQUEST, Problem.Kind.UNAUTHORIZED, Problem.Kind.FORBIDDEN, Problem.Kind.NOT_FOUND
        }) {
            router.errorHandler(kind.status(), context -> refuse(context, kind, null));
        }
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (last.contains(request.connection())) {
            request.connection().close();
            return;
        }
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            isLast(context);
        }
        String allowed = Calls.ownAllowed(request.path(), request.method().name());
        if (allowed != null) {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            refuse(
                    context,
                    Problem.Kind.METHOD_NOT_ALLOWED,
                    "found " + Texts.shown(request.method().name()) + ", wanted " + allowed);
        } else if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            refuse(context, Problem.Kind.INVALID_REQUEST, "Host: wanted it once");
        } else if (Origins.isForeign(request)) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            refuse(
                    context,
                    Problem.Kind.CROSS_SITE,
                    "wanted a page of " + Texts.shown(String.valueOf(request.authority()))
                            + ", or a client that is no browser");
        } else if (length != null && !isWithin(length)) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            refuse(
                    context,
                    Problem.Kind.TOO_LARGE,
                    "found " + Texts.shown(length) + " bytes, wanted at most " + mostBytes);
        } else if (bodies.admits(context)) {
            context.next();
        } else {
            listener.rejected(Problem.Kind.TOO_MANY_UPLOADS.word());
            context.response().putHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY);
            refuse(context, Problem.Kind.TOO_MANY_UPLOADS, "Too many bodies are being received");
        }
    }

    /** A length beside the chunks was dropped; whoever went by that would see another request in what follows. */
    private void isLast(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        last.add(connection);
        connection.closeHandler(closed -> last.remove(connection));
        context.addEndHandler(end -> connection.close());
    }

    /** What the router found wrong before it asked anybody, such as a Host that is missing. */
    private void badHead(RoutingContext context) {
        if (context.statusCode() == Problem.Kind.INVALID_REQUEST.status()) {
            refuse(context, Problem.Kind.INVALID_REQUEST, null);
        } else {
            context.next();
        }
    }

    private boolean isWithin(String length) {
        try {
            return Long.parseLong(length) <= mostBytes;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void refuse(RoutingContext context, Problem.Kind kind, @Nullable String detail) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(kind.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try {
            response.end(json.writeValueAsString(Problem.of(kind, detail)));
        } catch (JsonProcessingException e) {
            response.end();
        }
    }
}
