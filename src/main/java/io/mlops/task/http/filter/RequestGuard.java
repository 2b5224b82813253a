package io.mlops.task.http.filter;

import io.mlops.task.http.auth.TooManyAttemptsException;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.run.RunListener;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Rejects requests before they reach a resource, so that the web server's own rejections are problems too. */
@Singleton
final class RequestGuard {
    /** Before the web server checks the length itself. */
    private static final int ORDER = -3;

    private static final String SECONDS_TO_RETRY = "5";
    private static final Pattern READ_ONLY = Pattern.compile("/(health|metrics|openapi|swagger-ui|assets)(/.*)?");
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    private final Rejection rejection;
    private final UploadLimiter uploads;
    private final RunListener listener;
    private final long maxBytes;
    private final ClosingConnections closing;
    private final RequestTarget target;

    RequestGuard(
            Rejection rejection,
            ClosingConnections closing,
            UploadLimiter uploads,
            RunListener listener,
            RequestTarget target,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> maxBytes) {
        this.rejection = rejection;
        this.closing = closing;
        this.uploads = uploads;
        this.listener = listener;
        this.target = target;
        this.maxBytes = maxBytes.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::accepts).failureHandler(this::failed);
        ProblemDetails.Type malformed = ProblemDetails.Type.INVALID_REQUEST;
        router.errorHandler(malformed.status(), context -> rejection.close(context, malformed, null));
        for (ProblemDetails.Type type : new ProblemDetails.Type[] {
            ProblemDetails.Type.UNAUTHORIZED, ProblemDetails.Type.FORBIDDEN, ProblemDetails.Type.NOT_FOUND
        }) {
            router.errorHandler(type.status(), context -> rejection.end(context, type, null));
        }
    }

    private void accepts(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            // A length in addition to chunks is dropped; a proxy that uses it would take the rest for another request.
            closing.closeAfterResponse(context);
        }
        HeaderGuard.ignoreExpectOfOldClients(request);
        String fault = HeaderGuard.fault(request);
        if (!RequestTarget.isUnderstood(request)) {
            target.end(context);
        } else if (isReadOnly(context.normalizedPath()) && !READS.contains(request.method())) {
            context.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
            rejection.end(
                    context,
                    ProblemDetails.Type.METHOD_NOT_ALLOWED,
                    "method "
                            + Messages.mustBe(
                                    "one of " + ALLOWED,
                                    SafeText.excerpt(request.method().name())));
        } else if (fault != null) {
            rejection.end(context, ProblemDetails.Type.INVALID_REQUEST, fault);
        } else if (CsrfGuard.isCrossSite(request)) {
            rejection.close(
                    context,
                    ProblemDetails.Type.CROSS_SITE,
                    "must be requested by a page of " + SafeText.excerpt(String.valueOf(request.authority()))
                            + ", or by a client that is not a browser");
        } else if (length != null && !isWithin(length)) {
            rejection.close(
                    context,
                    ProblemDetails.Type.TOO_LARGE,
                    "Content-Length: " + Messages.mustBe("at most " + maxBytes, SafeText.excerpt(length)));
        } else if (uploads.tryAcquire(context)) {
            context.next();
        } else {
            listener.rejected(ProblemDetails.Type.TOO_MANY_UPLOADS.label());
            context.response().putHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY);
            rejection.close(
                    context,
                    ProblemDetails.Type.TOO_MANY_UPLOADS,
                    "Too many bodies are being received, in total or from this address");
        }
    }

    /** Handles requests that the router itself rejects, for example because Host is missing, and unverified credentials. */
    private void failed(RoutingContext context) {
        if (context.failure() instanceof TooManyAttemptsException attempts) {
            String seconds = Long.toString(attempts.retryAfterSeconds());
            context.response().putHeader(HttpHeaders.RETRY_AFTER, seconds);
            rejection.end(context, ProblemDetails.Type.TOO_MANY_ATTEMPTS, "Try again in " + seconds + " s");
        } else if (!RequestTarget.isUnderstood(context.request())) {
            target.end(context);
        } else if (context.statusCode() == ProblemDetails.Type.INVALID_REQUEST.status()) {
            rejection.close(context, ProblemDetails.Type.INVALID_REQUEST, null);
        } else {
            context.next();
        }
    }

    /** Whether the path belongs to an extension, which would accept any method. */
    private static boolean isReadOnly(@Nullable String path) {
        return path != null && READ_ONLY.matcher(path).matches();
    }

    private boolean isWithin(String length) {
        try {
            return Long.parseLong(length) <= maxBytes;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
