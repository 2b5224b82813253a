package io.mlops.task.http.filter;

import io.mlops.task.http.auth.ClientAddress;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the bodies that are being received: how many concurrently, and how slowly. Each holds a thread until it is
 * complete, so without the bounds a few hundred slow clients would block all others.
 */
@Singleton
final class UploadLimiter {
    private static final long MIN_BYTES_PER_SECOND = 1000;

    private final ClientSlots places;
    private final Duration idleTimeout;

    UploadLimiter(RequestConfig config) {
        this.places = new ClientSlots(config.maxConcurrentUploads());
        this.idleTimeout = config.uploadIdleTimeout();
    }

    /**
     * Returns false if too many bodies are being received, in total or from the client's address. A request without a body
     * is always accepted.
     */
    boolean tryAcquire(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!hasBody(request)) {
            return true;
        }
        String address = ClientAddress.network(request);
        if (!places.tryAcquire(address)) {
            return false;
        }
        AtomicBoolean held = new AtomicBoolean(true);
        long timer = context.vertx().setPeriodic(idleTimeout.toMillis(), new UploadLimiter.MinThroughputCheck(request));
        Runnable release = () -> {
            if (held.getAndSet(false)) {
                places.release(address);
                context.vertx().cancelTimer(timer);
            }
        };
        request.end().onComplete(end -> release.run());
        context.addEndHandler(end -> release.run());
        return true;
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null
                ? request.version() == HttpVersion.HTTP_2 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                : !length.equals("0");
    }

    /** Closes the connection of a client that sends less than the minimum in one period. */
    private final class MinThroughputCheck implements Handler<Long> {
        private final HttpServerRequest request;
        private long before;

        MinThroughputCheck(HttpServerRequest request) {
            this.request = request;
        }

        @Override
        public void handle(Long timer) {
            long now = request.bytesRead();
            if ((now - before) * 1000 < places.scarcity() * MIN_BYTES_PER_SECOND * idleTimeout.toMillis()) {
                request.connection().close();
            }
            before = now;
        }
    }
}
