package io.mlops.task.http.auth;

import io.mlops.task.auth.Users;
import io.mlops.task.http.endpoint.Endpoints;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
    private final OidcAuthenticationMechanism provider;
    private final String schemes;
    private final boolean hasLogin;

    /** @param applicationType of OIDC; unless it is service, the provider's login is for browsers, too */
    RolePolicy(
            AuthConfig auth,
            Endpoints endpoints,
            OidcAuthenticationMechanism provider,
            @ConfigProperty(name = "quarkus.http.auth.realm") String realm,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "true") boolean oidc,
            @ConfigProperty(name = "quarkus.oidc.application-type", defaultValue = "service") String applicationType) {
        this.auth = auth;
        this.endpoints = endpoints;
        this.provider = provider;
        List<String> accepted = new ArrayList<>();
        if (auth.usersFile().isPresent()) {
            accepted.add("Basic realm=\"" + realm + '"');
        }
        if (oidc) {
            accepted.add("Bearer");
        }
        this.schemes = String.join(", ", accepted);
        this.hasLogin = oidc && !applicationType.equalsIgnoreCase("service");
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
                return challenge(request);
            }
            boolean allowed = caller.hasRole(Users.OPERATOR) || (forViewers && caller.hasRole(Users.VIEWER));
            return allowed ? CheckResult.PERMIT : CheckResult.DENY;
        });
    }

    /** Leads a browser to the provider's login, if there is one; asks other clients for credentials. */
    private CheckResult challenge(RoutingContext request) {
        if (hasLogin && isNavigation(request)) {
            request.put(HttpAuthenticationMechanism.class.getName(), provider);
            return CheckResult.DENY;
        }
        request.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, schemes);
        throw new AuthenticationFailedException();
    }

    /** Only a person at a browser can follow the redirect to a provider's login. */
    private static boolean isNavigation(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return HttpMethod.GET.equals(request.request().method()) && accept != null && accept.contains("text/html");
    }

    @Override
    public String name() {
        return "mlops-roles";
    }
}
