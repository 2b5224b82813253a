package io.mlops.task.http.filter;

import io.mlops.task.http.auth.ClientAddress;
import io.mlops.task.http.problem.ProblemDetails;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the responses that their clients take slowly: how many, and how slowly. Each may hold a thread until it is complete,
 * so without the bounds a few hundred clients that read nothing would block all others.
 */
@Singleton
final class ResponseLimiter {
    /** At most half of the threads that may wait for a client. */
    private static final int MAX_SLOW = 100;

    /** A client that takes less holds a place. */
    private static final long FAST_BYTES_PER_SECOND = 64 << 10;

    private static final long MIN_BYTES_PER_SECOND = 1000;
    private static final long CHECK_MILLIS = 250;
    private static final String SECONDS_TO_RETRY = "5";

    private final ClientSlots places = new ClientSlots(MAX_SLOW);
    private final Set<Sending> responses = ConcurrentHashMap.newKeySet();
    private final Rejection rejection;
    private final long idleChecks;

    ResponseLimiter(Rejection rejection, RequestConfig config) {
        this.rejection = rejection;
        this.idleChecks = Math.max(1, config.uploadIdleTimeout().toMillis() / CHECK_MILLIS);
    }

    void register(@Observes Router router, Vertx vertx) {
        router.route().order(HostGuard.ORDER + 1).handler(this::accept);
        vertx.setPeriodic(CHECK_MILLIS, timer -> responses.forEach(Sending::check));
    }

    private void accept(RoutingContext context) {
        String address = ClientAddress.network(context.request());
        if (places.hasPlace(address)) {
            Sending response = new Sending(context, address);
            responses.add(response);
            context.addEndHandler(end -> response.end());
            context.next();
        } else {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY);
            rejection.close(
                    context,
                    ProblemDetails.Type.TOO_MANY_STREAMS,
                    "Too many responses are being taken slowly, in total or by this address");
        }
    }

    /** A response that is not complete. */
    private final class Sending {
        private final RoutingContext context;
        private final String address;
        private long bytes;
        private long bytesInInterval;
        private long checksInInterval;
        private final AtomicBoolean held = new AtomicBoolean();
        private volatile boolean ended;

        Sending(RoutingContext context, String address) {
            this.context = context;
            this.address = address;
        }

        /** Called under the connection's lock, which {@link #check} takes: it must not wait for that. */
        void end() {
            ended = true;
            responses.remove(this);
            release();
        }

        private void release() {
            if (held.getAndSet(false)) {
                places.release(address);
            }
        }

        void check() {
            HttpServerResponse response = context.response();
            if (ended || response.ended() || response.closed()) {
                // the web framework may have replaced the handler of the connection's end
                end();
                return;
            }
            long before = bytes;
            bytes = response.bytesWritten();
            long taken = bytes - before;
            if (!isWaiting(response) || taken * 1000 >= FAST_BYTES_PER_SECOND * CHECK_MILLIS) {
                release();
            } else if (held.get()) {
                checkInterval(taken);
            } else if (places.tryAcquire(address)) {
                hold();
            } else {
                close();
            }
        }

        /** Whether the client has not taken what was sent; another thread may end the response meanwhile. */
        private static boolean isWaiting(HttpServerResponse response) {
            try {
                return response.writeQueueFull();
            } catch (IllegalStateException e) {
                return false;
            }
        }

        private void hold() {
            bytesInInterval = 0;
            checksInInterval = 0;
            held.set(true);
            if (ended) {
                release();
            }
        }

        private void checkInterval(long taken) {
            bytesInInterval += taken;
            if (++checksInInterval == idleChecks) {
                if (bytesInInterval * 1000 < places.scarcity() * MIN_BYTES_PER_SECOND * CHECK_MILLIS * idleChecks) {
                    close();
                }
                bytesInInterval = 0;
                checksInInterval = 0;
            }
        }

        private void close() {
            context.request().connection().close();
        }
    }
}
