package io.mlops.task.http.filter;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may do what, once authentication is on: a viewer may read and ask for
 * predictions, an operator may also submit, cancel and delete, promote and roll back. */
@Singleton
public final class RolePolicy implements HttpSecurityPolicy {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OPEN = Set.of(
            "/health",
            "/health/live",
            "/health/ready",
            "/health/started",
            "/health/well",
            "/v2/health/live",
            "/v2/health/ready");
    private static final Pattern ASKS = Pattern.compile("/predict|/v2/models/.+/infer");

    private final AccessControl access;

    /** @param on whether authentication is on at all */
    public record AccessControl(boolean on) {}

    RolePolicy(AccessControl access) {
        this.access = access;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (!access.on() || OPEN.contains(request.normalizedPath())) {
            return CheckResult.permit();
        }
        boolean reads = READS.contains(request.request().method())
                || ASKS.matcher(request.normalizedPath()).matches();
        return identity.map(who -> {
            if (who.isAnonymous()) {
                throw new AuthenticationFailedException();
            }
            boolean allowed = who.hasRole("operator") || (reads && who.hasRole("viewer"));
            return allowed ? CheckResult.PERMIT : CheckResult.DENY;
        });
    }

    @Override
    public String name() {
        return "mlops-roles";
    }
}
