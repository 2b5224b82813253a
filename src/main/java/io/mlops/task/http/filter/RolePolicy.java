package io.mlops.task.http.filter;

import io.mlops.task.http.endpoint.Endpoints;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Authorization, if authentication is enabled: a viewer may read and request predictions; an operator may also submit,
 * cancel and delete runs, and promote and roll back models.
 */
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

    private final AuthConfig auth;
    private final Endpoints endpoints;

    RolePolicy(AuthConfig auth, Endpoints endpoints) {
        this.auth = auth;
        this.endpoints = endpoints;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (!auth.enabled() || OPEN.contains(request.normalizedPath())) {
            return CheckResult.permit();
        }
        HttpMethod method = request.request().method();
        boolean forViewers = READS.contains(method) || endpoints.isForViewers(request.normalizedPath(), method.name());
        return identity.map(caller -> {
            if (caller.isAnonymous()) {
                throw new AuthenticationFailedException();
            }
            boolean allowed = caller.hasRole("operator") || (forViewers && caller.hasRole("viewer"));
            return allowed ? CheckResult.PERMIT : CheckResult.DENY;
        });
    }

    @Override
    public String name() {
        return "mlops-roles";
    }
}
