package io.mlops.task.http.auth;

import io.mlops.task.text.SafeText;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A log line for each change that a caller has made. */
@Singleton
public final class AuditLog {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.audit");

    private final SecurityIdentity identity;
    private final RoutingContext request;

    /** Both are those of the current request. */
    AuditLog(SecurityIdentity identity, RoutingContext request) {
        this.identity = identity;
        this.request = request;
    }

    /** The name of the current request's caller, at most 100 printable characters; null if callers do not authenticate. */
    public @Nullable String caller() {
        return identity.isAnonymous()
                ? null
                : SafeText.excerpt(identity.getPrincipal().getName());
    }

    /**
     * Logs what the caller has done; nothing if callers do not authenticate.
     *
     * @param object for example a run with its id
     */
    public void record(String action, String object) {
        String name = caller();
        if (name != null) {
            LOG.infof(
                    "Audit: %s %s, user %s, address %s",
                    action, object, quoted(name), ClientAddress.of(request.request()));
        }
    }

    /** Returns a text in quotes, so that it cannot look like another part of the line. */
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
