package io.mlops.task.http;

import io.mlops.task.run.JobException;
import io.mlops.task.run.KeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where exceptions become answers. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

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
    Response keyReused(KeyReusedException e) {
        return Problem.response(Problem.Kind.KEY_REUSED, e.getMessage()).build();
    }

    @ServerExceptionMapper
    Response invalidConfig(JobException e) {
        return Problem.response(Problem.Kind.INVALID_CONFIG, e.getMessage()).build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized() {
        return Problem.response(Problem.Kind.UNAUTHORIZED, null)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"mlops-task\"")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.response(Problem.Kind.FORBIDDEN, null).build();
    }

    /** What the web framework refuses by itself. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (kind.status() == status) {
                Response.ResponseBuilder response = Problem.response(kind, detail(e));
                String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
                return allow == null
                        ? response.build()
                        : response.header(HttpHeaders.ALLOW, allow).build();
            }
        }
        return status < 500
                ? Problem.response(Problem.Kind.INVALID_REQUEST, detail(e)).build()
                : unexpected(e);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        LOG.error("A request failed unexpectedly", e);
        return Problem.response(Problem.Kind.INTERNAL_ERROR, "The service's log says more")
                .build();
    }

    private static String detail(WebApplicationException e) {
        Throwable cause = e.getCause();
        return Texts.shown(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    }
}
