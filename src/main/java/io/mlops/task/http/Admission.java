package io.mlops.task.http;

import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Runs;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Turns a submit away before its body is read, where the queue is full anyway. */
final class Admission {
    private final Runs runs;

    Admission(Runs runs) {
        this.runs = runs;
    }

    @ServerRequestFilter(preMatching = true)
    void admit(ContainerRequestContext request) throws QueueFullException {
        if (request.getMethod().equals("POST") && request.getUriInfo().getPath().equals("/runs")) {
            runs.requireRoom(request.getHeaderString("Idempotency-Key"));
        }
    }
}
