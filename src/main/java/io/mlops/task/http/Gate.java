package io.mlops.task.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What is answered before any resource is asked, so that the web server's own refusals are problems like all others. */
@Singleton
final class Gate {
    /** Before the web server looks at the length itself. */
    private static final int ORDER = -3;

    private final ObjectMapper json;
    private final long mostBytes;

    Gate(
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> mostBytes) {
        this.json = json;
        this.mostBytes = mostBytes.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    }

    void open(@Observes Router router) {
        router.route().order(ORDER).handler(this::requireLength);
        for (Problem.Kind kind : new Problem.Kind[] {
            Problem.Kind.INVALID_REQUEST, Problem.Kind.UNAUTHORIZED, Problem.Kind.FORBIDDEN, Problem.Kind.NOT_FOUND
        }) {
            router.errorHandler(kind.status(), context -> refuse(context, kind, null));
        }
    }

    private void requireLength(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || isWithin(length)) {
            context.next();
        } else {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            refuse(
                    context,
                    Problem.Kind.TOO_LARGE,
                    "found " + Texts.shown(length) + " bytes, wanted at most " + mostBytes);
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
