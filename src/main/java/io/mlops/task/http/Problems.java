package io.mlops.task.http;

import io.mlops.task.model.InvalidRows;
import io.mlops.task.model.ModelException;
import io.mlops.task.run.DiskLowException;
import io.mlops.task.run.JobException;
import io.mlops.task.run.KeyReusedException;
import io.mlops.task.run.QueueFullException;
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
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where exceptions become answers. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    /** What Quarkus says when a body without a length grows beyond the limit. */
    private static final String TOO_LARGE = "Request too large";

    /** Somebody has to make it. */
    private static final int UNTIL_ROOM_SECONDS = 60;

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        Response.ResponseBuilder response = Problem.response(e.kind(), e.getMessage());
        if (e.retryAfterSeconds() != null) {
            response.header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds());
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response queueFull(QueueFullException e) {
        return Problem.response(Problem.Kind.QUEUE_FULL, e.getMessage())
                .header(HttpHeaders.RETRY_AFTER, e.retryAfter().toSeconds())
                .build();
    }

    @ServerExceptionMapper
    Response diskLow(DiskLowException e) {
        return Problem.response(Problem.Kind.DISK_LOW, e.getMessage())
                .header(HttpHeaders.RETRY_AFTER, UNTIL_ROOM_SECONDS)
                .build();
    }

    @ServerExceptionMapper
    Response keyReused(KeyReusedException e) {
        return Problem.response(Problem.Kind.KEY_REUSED, e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response invalidConfig(JobException e) {
        return Problem.response(Problem.Kind.INVALID_CONFIG, e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response invalidRows(InvalidRows e) {
        return Problem.response(Problem.Kind.INVALID_ROWS, null)
                .entity(Problem.of(e))
                .build();
    }

    /** A registry that cannot be read or written; what a client did wrong was found before. */
    @ServerExceptionMapper
    Response unreadable(ModelException e) {
        LOG.error("A model could not be read or kept", e);
        return problem(ServedModels.unreadable("The model"));
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(HttpServerRequest request) {
        Response.ResponseBuilder response = Problem.response(Problem.Kind.UNAUTHORIZED, null);
        if (!request.response().headers().contains(HttpHeaders.WWW_AUTHENTICATE)) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"mlops-task\"");
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.response(Problem.Kind.FORBIDDEN, null).build();
    }

    /** Also what the web framework finds at no path because another resource has it. */
    @ServerExceptionMapper({NotFoundException.class, NotAllowedException.class})
    Response nothingThere(UriInfo uri, HttpServerRequest request) {
        String allowed = Calls.allowed(uri.getPath());
        if (allowed == null) {
            return Problem.response(Problem.Kind.NOT_FOUND, "There is nothing at " + Texts.shown(uri.getPath()))
                    .build();
        }
        return Problem.response(
                        Problem.Kind.METHOD_NOT_ALLOWED,
                        "found " + Texts.shown(request.method().name()) + ", wanted " + allowed)
                .header(HttpHeaders.ALLOW, allowed)
                .build();
    }

    /** What else the web framework refuses by itself. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, HttpServerRequest request) {
        int status = e.getResponse().getStatus();
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (kind.status() == status) {
                return Problem.response(kind, detail(e)).build();
            }
        }
        return status < 500
                ? Problem.response(Problem.Kind.INVALID_REQUEST, detail(e)).build()
                : unexpected(e, request);
    }

    /** A body that ends early, or is no multipart at all, shows itself so; the rest is our fault. */
    @ServerExceptionMapper
    Response unexpected(Throwable e, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || BodyFaults.isBrokenConnection(e)) {
            // The web server has answered already, or the client has gone: nothing can be written any more.
            return Response.status(Problem.Kind.INVALID_REQUEST.status()).build();
        }
        if (TOO_LARGE.equals(e.getMessage())) {
            return Problem.response(Problem.Kind.TOO_LARGE, null).build();
        }
        if (BodyFaults.isClients(e)) {
            return Problem.response(Problem.Kind.INVALID_REQUEST, "The body is not what its Content-Type says")
                    .build();
        }
        LOG.error("A request failed unexpectedly", e);
        return Problem.response(Problem.Kind.INTERNAL_ERROR, "The service's log says more")
                .build();
    }

    private static String detail(WebApplicationException e) {
        Throwable cause = e.getCause();
        return Texts.shown(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    }
}
