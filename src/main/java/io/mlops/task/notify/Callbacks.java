package io.mlops.task.notify;

import io.mlops.task.run.Callback;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Runs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells the callback of each ended run: a CloudEvents 1.0 event in binary mode whose body is metrics.json, signed with
 * HMAC-SHA256. What could not be delivered is tried again with growing pauses, also after a restart.
 */
public final class Callbacks {
    /** {@code sha256=} and the HMAC of the body in hex. */
    public static final String SIGNATURE = "X-Signature-256";

    private static final System.Logger LOGGER = System.getLogger(Callbacks.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final int MOST_ATTEMPTS = 12;

    private final Runs runs;
    private final RunStore store;
    private final Clock clock;
    private final List<String> hosts;
    private final byte[] secret;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Delivers nothing before {@link #deliverDue}.
     *
     * @param hosts which may be told; the list may have changed since the run was submitted
     * @param secret the key of the signature; empty for none
     */
    public Callbacks(Runs runs, RunStore store, Clock clock, List<String> hosts, String secret) {
        this.runs = runs;
        this.store = store;
        this.clock = clock;
        this.hosts = List.copyOf(hosts);
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Tries everything that is due, one after the other. */
    public void deliverDue() throws InterruptedException {
        for (Run run : runs.newestFirst()) {
            Callback callback = run.callback();
            Instant due = callback == null ? null : callback.nextAttempt();
            if (callback != null && due != null && !due.isAfter(clock.instant())) {
                deliver(run, callback);
            }
        }
    }

    private void deliver(Run run, Callback callback) throws InterruptedException {
        String problem = send(run, callback);
        Callback next = problem == null ? callback.done() : callback.failed(nextAttempt(callback));
        if (problem != null) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "run " + run.id() + ": callback " + (callback.attempts() + 1) + " of " + MOST_ATTEMPTS + " failed: "
                            + problem);
        }
        try {
            runs.update(run.id(), current -> current.with(next));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "run " + run.id() + ": the callback's state is not kept: " + e);
        }
    }

    private @Nullable Instant nextAttempt(Callback callback) {
        if (callback.attempts() + 1 >= MOST_ATTEMPTS) {
            return null;
        }
        return clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << callback.attempts()));
    }

    /** Answers what went wrong, null where nothing did. */
    private @Nullable String send(Run run, Callback callback) throws InterruptedException {
        URI uri = URI.create(callback.url());
        if (!hosts.contains(uri.getHost())) {
            return uri.getHost() + " is not on the list of mlops.callback.hosts";
        }
        try {
            byte[] body = Files.readAllBytes(store.metrics(run.id()));
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("ce-specversion", "1.0")
                    .header("ce-id", run.id() + "-ended")
                    .header("ce-source", "/runs/" + run.id())
                    .header("ce-subject", run.id().value())
                    .header("ce-type", "io.mlops.task.run." + run.state().word())
                    .header("ce-time", String.valueOf(run.state().endedAt()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            if (secret.length > 0) {
                request.header(SIGNATURE, "sha256=" + hmac(body));
            }
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status / 100 == 2 ? null : "status " + status;
        } catch (IOException e) {
            return e.toString();
        }
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
