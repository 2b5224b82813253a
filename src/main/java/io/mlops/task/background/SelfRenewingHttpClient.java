package io.mlops.task.background;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 client that does not follow redirects. The JDK's client has a thread of its own, and never responds again once
 * an error has ended it; this one is then replaced.
 */
public final class SelfRenewingHttpClient {
    private static final Duration MIN_AGE = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Duration connectTimeout;
    private final Duration minAge;
    private @Nullable HttpClient client;
    private long createdNanos;

    public SelfRenewingHttpClient(Duration connectTimeout) {
        this(connectTimeout, MIN_AGE);
    }

    SelfRenewingHttpClient(Duration connectTimeout, Duration minAge) {
        this.connectTimeout = connectTimeout;
        this.minAge = minAge;
    }

    /**
     * Sends a request.
     *
     * @param request with a timeout, within which the body must have arrived, too
     */
    public <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        HttpClient used = client();
        Duration timeout = request.timeout().orElseThrow().plus(GRACE);
        return sendAsync(used, request, handler)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (failure != null && !isOfThePeer(failure)) {
                        discard(used);
                    }
                });
    }

    private static <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.sendAsync(request, handler);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Created for the first request: most services never send one, and it takes its time. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(connectTimeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            createdNanos = System.nanoTime();
        }
        return client;
    }

    private static boolean isOfThePeer(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ConnectException || cause instanceof HttpTimeoutException;
    }

    /** A peer that drops its connections causes no new client for each. */
    private synchronized void discard(HttpClient used) {
        if (client == used && System.nanoTime() - createdNanos >= minAge.toNanos()) {
            client = null;
        }
    }
}
