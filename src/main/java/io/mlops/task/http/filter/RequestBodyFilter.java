package io.mlops.task.http.filter;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a body by its {@code Content-Encoding}, and moves a large one off the I/O thread: the web framework would keep
 * every chunk of it until the last, and its response must not keep that thread from other requests.
 */
final class RequestBodyFilter {
    private static final String ENCODINGS = "gzip, deflate";

    private final long maxBytes;
    /** How much of a body the framework buffers on the I/O thread. */
    private final long maxBuffered;

    private final WorkerOffload offload = new WorkerOffload();

    RequestBodyFilter(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> maxBytes,
            @ConfigProperty(name = "quarkus.rest.input-buffer-size") MemorySize bufferSize) {
        this.maxBytes = maxBytes.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
        this.maxBuffered = bufferSize.asLongValue();
    }

    @ServerRequestFilter
    @Nullable
    Response prepare(ResteasyReactiveContainerRequestContext request) {
        ResteasyReactiveRequestContext context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        HttpServerRequest http = context.serverRequest().unwrap(HttpServerRequest.class);
        if (!UploadLimiter.hasBody(http)) {
            return null;
        }
        String encoding = encoding(http);
        if (!DecodedBody.isKnown(encoding)) {
            return ProblemDetails.response(
                            ProblemDetails.Type.UNSUPPORTED_TYPE,
                            "Content-Encoding: " + Messages.mustBe("gzip, deflate or none", SafeText.excerpt(encoding)))
                    .header(HttpHeaders.ACCEPT_ENCODING, ENCODINGS)
                    .build();
        }
        boolean encoded = !encoding.equals(DecodedBody.IDENTITY);
        boolean onIoThread = Context.isOnEventLoopThread();
        if (encoded || (onIoThread && !isSmall(http))) {
            InputStream body = context.getInputStream();
            context.setInputStream(encoded ? new DecodedBody(body, encoding, maxBytes) : body);
            if (onIoThread) {
                offload.accept(context);
            }
        }
        return null;
    }

    private static String encoding(HttpServerRequest request) {
        String encoding = String.join(", ", request.headers().getAll(HttpHeaders.CONTENT_ENCODING));
        return encoding.isBlank() ? DecodedBody.IDENTITY : encoding.strip().toLowerCase(Locale.ROOT);
    }

    private boolean isSmall(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) <= maxBuffered;
    }
}
