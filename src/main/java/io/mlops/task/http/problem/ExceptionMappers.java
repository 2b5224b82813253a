package io.mlops.task.http.problem;

import io.mlops.task.execution.JobException;
import io.mlops.task.http.endpoint.Endpoints;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.InsufficientDiskSpaceException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.submission.SubmissionException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every exception to a problem. */
final class ExceptionMappers {
    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    /** Quarkus' message if a body without a length exceeds the limit. */
    private static final String TOO_LARGE = "Request too large";

    /** Space must be freed manually, or by retention. */
    private static final int STORAGE_RETRY_SECONDS = 60;

    /** ENOSPC and EDQUOT: Java has no exceptions of their own. */
    private static final List<String> DISK_FULL = List.of("No space left on device", "Disk quota exceeded");

    private final Endpoints endpoints;
    private final String realm;

    ExceptionMappers(Endpoints endpoints, @ConfigProperty(name = "quarkus.http.auth.realm") String realm) {
        this.endpoints = endpoints;
        this.realm = realm;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        Response.ResponseBuilder response = ProblemDetails.response(e.type(), e.getMessage());
        if (e.retryAfterSeconds() != null) {
            response.header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds());
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response queueFull(QueueFullException e) {
        return ProblemDetails.response(ProblemDetails.Type.QUEUE_FULL, e.getMessage())
                .header(HttpHeaders.RETRY_AFTER, e.retryAfter().toSeconds())
                .build();
    }

    @ServerExceptionMapper
    Response insufficientStorage(InsufficientDiskSpaceException e) {
        return ProblemDetails.response(ProblemDetails.Type.INSUFFICIENT_STORAGE, e.getMessage())
                .header(HttpHeaders.RETRY_AFTER, STORAGE_RETRY_SECONDS)
                .build();
    }

    @ServerExceptionMapper
    Response idempotencyKeyReused(IdempotencyKeyReusedException e) {
        return ProblemDetails.response(ProblemDetails.Type.IDEMPOTENCY_KEY_REUSED, e.getMessage())
                .build();
    }

    @ServerExceptionMapper
    Response invalidConfig(JobException e) {
        return ProblemDetails.response(ProblemDetails.Type.INVALID_CONFIG, e.getMessage())
                .build();
    }

    @ServerExceptionMapper
    Response invalidSubmission(SubmissionException e) {
        ProblemDetails.Type type =
                switch (e.reason()) {
                    case INVALID_PARAMETER -> ProblemDetails.Type.INVALID_REQUEST;
                    case TOO_LONG -> ProblemDetails.Type.TOO_LONG;
                    case INVALID_INPUT -> ProblemDetails.Type.INVALID_INPUT;
                    case INPUT_GONE -> ProblemDetails.Type.INPUT_GONE;
                    case CONFLICT -> ProblemDetails.Type.CONFLICT;
                };
        return ProblemDetails.response(type, e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response invalidRows(InvalidRowsException e) {
        return ProblemDetails.response(ProblemDetails.Type.INVALID_ROWS, null)
                .entity(ProblemDetails.of(e))
                .build();
    }

    /** A registry that cannot be read or written; errors of the client are other exceptions. */
    @ServerExceptionMapper
    Response unreadable(ModelException e) {
        LOG.error("Could not read or save a model", e);
        return problem(ProblemException.modelUnreadable("The model"));
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(HttpServerRequest request) {
        if (request.response().headers().contains(HttpHeaders.LOCATION)) {
            // a browser whose login has expired is on its way to the provider
            return Response.status(request.response().getStatusCode()).build();
        }
        Response.ResponseBuilder response = ProblemDetails.response(ProblemDetails.Type.UNAUTHORIZED, null);
        if (!request.response().headers().contains(HttpHeaders.WWW_AUTHENTICATE)) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"" + realm + '"');
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return ProblemDetails.response(ProblemDetails.Type.FORBIDDEN, null).build();
    }

    /** The web framework also reports a method that a path does not allow as not found, if two resources share the path. */
    @ServerExceptionMapper({NotFoundException.class, NotAllowedException.class})
    Response notFound(UriInfo uri, HttpServerRequest request) {
        String allowed = endpoints.allowedMethods(uri.getPath());
        if (allowed == null) {
            return ProblemDetails.response(
                            ProblemDetails.Type.NOT_FOUND, "There is nothing at " + SafeText.excerpt(uri.getPath()))
                    .build();
        }
        return ProblemDetails.response(
                        ProblemDetails.Type.METHOD_NOT_ALLOWED,
                        "method "
                                + Messages.mustBe(
                                        "one of " + allowed,
                                        SafeText.excerpt(request.method().name())))
                .header(HttpHeaders.ALLOW, allowed)
                .build();
    }

    /** Handles other responses that the web framework throws. */
    @ServerExceptionMapper
    Response webApplicationError(WebApplicationException e, HttpServerRequest request) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        return status < 500
                ? ProblemDetails.response(type(status), detail(e, status, request))
                        .build()
                : internalError(e, request);
    }

    private static String mediaType(String header, HttpServerRequest request) {
        String value = SafeText.excerpt(String.valueOf(request.getHeader(header)));
        return header + ": " + Messages.mustBe("a media type that /openapi names for this path", '"' + value + '"');
    }

    private static ProblemDetails.Type type(int status) {
        return switch (status) {
            case 401 -> ProblemDetails.Type.UNAUTHORIZED;
            case 403 -> ProblemDetails.Type.FORBIDDEN;
            case 404 -> ProblemDetails.Type.NOT_FOUND;
            case 405 -> ProblemDetails.Type.METHOD_NOT_ALLOWED;
            case 406 -> ProblemDetails.Type.NOT_ACCEPTABLE;
            case 409 -> ProblemDetails.Type.CONFLICT;
            case 413 -> ProblemDetails.Type.TOO_LARGE;
            case 415 -> ProblemDetails.Type.UNSUPPORTED_TYPE;
            case 416 -> ProblemDetails.Type.RANGE_NOT_SATISFIABLE;
            default -> ProblemDetails.Type.INVALID_REQUEST;
        };
    }

    /** A body that ends early or does not have its content type also causes such an exception; any other is an error of the service. */
    @ServerExceptionMapper
    Response internalError(Throwable e, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || RequestBodyErrors.isBrokenConnection(e)) {
            // The response was sent already, or the client is gone: nothing can be written any more.
            return Response.status(ProblemDetails.Type.INVALID_REQUEST.status()).build();
        }
        if (TOO_LARGE.equals(e.getMessage())) {
            return ProblemDetails.response(ProblemDetails.Type.TOO_LARGE, null).build();
        }
        if (isDiskFull(e)) {
            LOG.warnf("A request failed: %s", e);
            return ProblemDetails.response(ProblemDetails.Type.INSUFFICIENT_STORAGE, "The disk is full")
                    .header(HttpHeaders.RETRY_AFTER, STORAGE_RETRY_SECONDS)
                    .build();
        }
        if (RequestBodyErrors.isClientError(e)) {
            return ProblemDetails.response(
                            ProblemDetails.Type.INVALID_REQUEST, "The body is not what its Content-Type says")
                    .build();
        }
        LOG.error("A request failed unexpectedly", e);
        return ProblemDetails.response(ProblemDetails.Type.INTERNAL_ERROR, "See the service's log")
                .build();
    }

    private static boolean isDiskFull(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof IOException && DISK_FULL.stream().anyMatch(message::contains);
    }

    private static String detail(WebApplicationException e, int status, HttpServerRequest request) {
        if (status == ProblemDetails.Type.NOT_ACCEPTABLE.status()) {
            return mediaType("Accept", request);
        }
        if (status == ProblemDetails.Type.UNSUPPORTED_TYPE.status()) {
            return mediaType("Content-Type", request);
        }
        Throwable cause = e.getCause();
        return SafeText.excerpt(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    }
}
