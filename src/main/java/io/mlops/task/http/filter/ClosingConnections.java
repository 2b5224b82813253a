package io.mlops.task.http.filter;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** Connections of HTTP/1 that are closed after a response; nothing that follows on them is a request. */
@Singleton
final class ClosingConnections {
    /** The rest of a body is read for this long: on a reset the client would lose the response. */
    private static final long LINGER_MILLIS = 2000;

    /** Weak, because a connection has room for only one handler of its end. */
    private final Set<HttpConnection> closing =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    boolean contains(HttpConnection connection) {
        return !closing.isEmpty() && closing.contains(connection);
    }

    /** Closes the connection after the response; of HTTP/2, where streams end by themselves, it does nothing. */
    void closeAfterResponse(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        closing.add(request.connection());
        if (!context.response().headWritten()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        // behind what another thread has just written
        context.addEndHandler(end -> context.vertx().runOnContext(then -> closeAfterBody(context)));
    }

    private static void closeAfterBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpConnection connection = request.connection();
        if (request.isEnded()) {
            connection.close();
        } else {
            request.resume();
            long timer = context.vertx().setTimer(LINGER_MILLIS, elapsed -> connection.close());
            request.end().onComplete(end -> {
                context.vertx().cancelTimer(timer);
                connection.close();
            });
        }
    }
}
