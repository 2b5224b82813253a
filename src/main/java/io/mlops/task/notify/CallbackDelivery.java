package io.mlops.task.notify;

import io.mlops.task.background.SelfRenewingHttpClient;
import io.mlops.task.run.Callback;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunListener;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Notifies the callback of each ended run with a CloudEvents 1.0 event in binary mode whose body is metrics.json, signed with
 * HMAC-SHA256. Failed deliveries are retried with growing pauses, also after a restart.
 */
public final class CallbackDelivery {
    /** {@code sha256=} and the HMAC of the body in hex. */
    public static final String SIGNATURE = "X-Signature-256";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final int MAX_ATTEMPTS = 12;
    private static final int MAX_CONCURRENT = 16;

    private final RunService runs;
    private final RunStore store;
    private final Clock clock;
    private final RunListener listener;
    private final List<String> hosts;
    private final byte[] secret;
    private final SelfRenewingHttpClient client = new SelfRenewingHttpClient(TIMEOUT);
    private final Map<RunId, Callback> underWay = new ConcurrentHashMap<>();

    /**
     * Delivers nothing before {@link #deliverDue}.
     *
     * @param hosts that may be notified; the list may have changed since the run was submitted
     * @param secret the key of the signature; empty for none
     */
    public CallbackDelivery(
            RunService runs, RunStore store, Clock clock, RunListener listener, List<String> hosts, String secret) {
        this.runs = runs;
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        this.hosts = List.copyOf(hosts);
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Starts the deliveries that are due, a bounded number at the same time; a slow one does not delay the others. */
    public void deliverDue() {
        for (Run run : runs.withPendingCallbacks()) {
            Callback callback = run.callback();
            Instant due = callback == null ? null : callback.nextAttempt();
            if (callback != null
                    && due != null
                    && !due.isAfter(clock.instant())
                    && underWay.size() < MAX_CONCURRENT
                    && underWay.putIfAbsent(run.id(), callback) == null) {
                deliverUnlessRecorded(run, callback);
            }
        }
    }

    /** A delivery that ended after the list of runs was read has been recorded by now and must not be repeated. */
    private void deliverUnlessRecorded(Run run, Callback callback) {
        boolean started = false;
        try {
            Run current = runs.find(run.id());
            if (current != null && callback.equals(current.callback())) {
                deliver(run, callback);
                started = true;
            }
        } finally {
            if (!started) {
                underWay.remove(run.id());
            }
        }
    }

    /** Returns false while a delivery is under way, or its result not yet recorded. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    private void deliver(Run run, Callback callback) {
        CompletableFuture<Void> unused = send(run, callback)
                .exceptionally(CallbackDelivery::reason)
                .thenAccept(problem -> {
                    try {
                        complete(run, callback, problem);
                    } finally {
                        underWay.remove(run.id());
                    }
                });
    }

    private void complete(Run run, Callback callback, String problem) {
        boolean delivered = problem.isEmpty();
        Callback next = delivered ? callback.done() : callback.failed(nextAttempt(callback));
        if (!delivered) {
            listener.callbackFailed(
                    run, "callback " + (callback.attempts() + 1) + " of " + MAX_ATTEMPTS + " failed: " + problem);
        }
        runs.updateCallback(run.id(), next);
    }

    private static String reason(Throwable e) {
        return String.valueOf(e.getCause() == null ? e : e.getCause());
    }

    private @Nullable Instant nextAttempt(Callback callback) {
        if (callback.attempts() + 1 >= MAX_ATTEMPTS) {
            return null;
        }
        return clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << callback.attempts()));
    }

    /** Completes with the reason of a failure; with "" after a success. */
    private CompletableFuture<String> send(Run run, Callback callback) {
        try {
            URI uri = URI.create(callback.url());
            if (!hosts.contains(uri.getHost())) {
                return CompletableFuture.completedFuture(
                        uri.getHost() + " is not on the list of mlops.callback.allowed-hosts");
            }
            return client.send(request(uri, run), HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode)
                    .thenApply(status -> status / 100 == 2 ? "" : "status " + status);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.completedFuture(e.toString());
        }
    }

    private HttpRequest request(URI uri, Run run) throws IOException {
        byte[] body = store.metrics(run.id()).readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", run.id() + "-ended")
                .header("ce-source", "/runs/" + run.id())
                .header("ce-subject", run.id().value())
                .header("ce-type", "io.mlops.task.run." + run.state().label())
                .header("ce-time", String.valueOf(run.state().endedAt()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (secret.length > 0) {
            request.header(SIGNATURE, "sha256=" + hmac(body));
        }
        return request.build();
    }

    private String hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
