package io.mlops.task.http.auth;

import io.mlops.task.auth.PasswordVerifier;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Users with passwords, by HTTP Basic. Without authentication their credentials are ignored: a proxy may have checked them. */
@Singleton
final class PasswordIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
    /** The name that a request claims, for who reports failures. */
    static final String CLAIMED_NAME = PasswordIdentityProvider.class.getName();

    private static final SecurityIdentity ANONYMOUS =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();

    private final AuthConfig auth;
    private final PasswordVerifier verifier;

    PasswordIdentityProvider(AuthConfig auth, PasswordVerifier verifier) {
        this.auth = auth;
        this.verifier = verifier;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        if (!auth.enabled()) {
            return Uni.createFrom().item(ANONYMOUS);
        }
        RoutingContext routing = Objects.requireNonNull(HttpSecurityUtils.getRoutingContextAttribute(request));
        String name = request.getUsername();
        routing.put(CLAIMED_NAME, name);
        CompletableFuture<PasswordVerifier.Result> result =
                verifier.verify(name, request.getPassword().getPassword(), ClientAddress.network(routing.request()));
        if (result.isDone()) {
            return Uni.createFrom().completionStage(result).map(done -> identity(name, done));
        }
        Context caller = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(result)
                .emitOn(task -> caller.runOnContext(run -> task.run()))
                .map(done -> identity(name, done));
    }

    private static SecurityIdentity identity(String name, PasswordVerifier.Result result) {
        if (result.isThrottled()) {
            throw new TooManyAttemptsException(result.retryAfter());
        }
        if (result.role() == null) {
            throw new AuthenticationFailedException();
        }
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole(result.role())
                .build();
    }
}
