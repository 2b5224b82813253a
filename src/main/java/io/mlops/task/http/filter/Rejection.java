package io.mlops.task.http.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.http.problem.ProblemDetails;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Ends requests with a problem. */
@Singleton
final class Rejection {
    private final ObjectMapper json;
    private final ClosingConnections closing;

    Rejection(ObjectMapper json, ClosingConnections closing) {
        this.json = json;
        this.closing = closing;
    }

    void end(RoutingContext context, ProblemDetails.Type type, @Nullable String detail) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try {
            response.end(json.writeValueAsString(ProblemDetails.of(type, detail)));
        } catch (JsonProcessingException e) {
            response.end();
        }
    }

    /** Closes the connection too: the body may be large. */
    void close(RoutingContext context, ProblemDetails.Type type, @Nullable String detail) {
        closing.closeAfterResponse(context);
        end(context, type, detail);
    }
}
