package io.mlops.task.http.filter;

import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The first to see a request: drops what follows on a connection that is being closed. */
@Singleton
final class ConnectionGuard {
    /** Behind the headers that every response has. */
    static final int ORDER = Integer.MIN_VALUE + 1;

    private final ClosingConnections closing;

    ConnectionGuard(ClosingConnections closing) {
        this.closing = closing;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::accept);
    }

    private void accept(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        if (closing.contains(connection)) {
            connection.close();
        } else {
            RequestHeadTimeout.headReceived(context);
            context.next();
        }
    }
}
