package io.mlops.task.http.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.auth.PasswordVerifier;
import io.mlops.task.background.BackgroundTasks;
import io.quarkus.runtime.Startup;
import io.quarkus.security.spi.runtime.AuthenticationFailureEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts and logs credentials that were not accepted: one line at once, then at most one in {@link #INTERVAL}. */
@Startup(AuthenticationFailures.BEFORE_RUNS)
@Singleton
final class AuthenticationFailures {
    /** A users file that cannot be read ends the start before any run begins. */
    static final int BEFORE_RUNS = 1;

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(AuthenticationFailures.class);

    private final PasswordVerifier verifier;
    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
    private int unlogged;
    private String latest = "";
    private boolean quiet;

    /** Why credentials were not accepted. */
    private enum Reason {
        WRONG_PASSWORD("wrong name or password"),
        TOO_MANY_ATTEMPTS("too many attempts"),
        INVALID_TOKEN("invalid or expired token");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    AuthenticationFailures(PasswordVerifier verifier, MeterRegistry registry, BackgroundTasks tasks) {
        this.verifier = verifier;
        for (Reason reason : Reason.values()) {
            counters.put(
                    reason,
                    Counter.builder("mlops.authentication.failures")
                            .description("Credentials that were not accepted, by reason")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        tasks.start("Log of authentication failures", INTERVAL, this::endInterval);
    }

    void onFailure(@Observes AuthenticationFailureEvent event) {
        RoutingContext request = Objects.requireNonNull(
                (RoutingContext) event.getEventProperties().get(RoutingContext.class.getName()));
        String name = request.get(PasswordIdentityProvider.CLAIMED_NAME);
        Reason reason = event.getAuthenticationFailure() instanceof TooManyAttemptsException
                ? Reason.TOO_MANY_ATTEMPTS
                : name == null ? Reason.INVALID_TOKEN : Reason.WRONG_PASSWORD;
        Objects.requireNonNull(counters.get(reason)).increment();
        record(caller(name) + " from " + ClientAddress.of(request.request()) + ": " + reason.text);
    }

    /** A name that is not known may be a password in the wrong field. */
    private String caller(@Nullable String name) {
        if (name == null) {
            return "a bearer";
        }
        return verifier.isKnown(name) ? "user " + name : "an unknown user";
    }

    private synchronized void record(String failure) {
        unlogged++;
        latest = failure;
        if (!quiet) {
            quiet = true;
            log();
        }
    }

    private synchronized void endInterval() {
        quiet = unlogged > 0;
        if (quiet) {
            log();
        }
    }

    private void log() {
        LOG.warn("Authentication failed " + (unlogged == 1 ? "for " : unlogged + " times, at last for ") + latest);
        unlogged = 0;
    }
}
