package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A run's log, as stored so far or live. */
@Path("/runs/{id}/log")
@Tag(name = "Runs")
public final class LogResource {
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final RunService runs;
    private final RunStore store;
    private final LogFollowers followers;

    LogResource(RunService runs, RunStore store, LogFollowers followers) {
        this.runs = runs;
        this.store = store;
        this.followers = followers;
    }

    @GET
    @Produces(TEXT)
    @Extension(name = "x-problems", value = "invalid-request, not-found, range-not-satisfiable, too-many-streams")
    @Operation(
            operationId = "getLog",
            summary =
                    "run.log so far, or for clients that accept text/event-stream each line as it is written; an event's id is the byte offset after its line")
    @APIResponse(
            responseCode = "200",
            description = "The log",
            content = {
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING))
            })
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "For an event stream: the byte offset to resume from",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @APIResponse(responseCode = "206", description = "A range of its bytes")
    @APIResponse(
            responseCode = "204",
            description = "For an event stream: the run has ended, and there are no events after Last-Event-ID")
    public Response log(@PathParam("id") String id, @Nullable @HeaderParam("Range") String range) throws IOException {
        return FileResponse.partial(store.log(RunLookup.require(runs, id).id()), TEXT, range);
    }

    @GET
    @Path(LogStreamRouteFilter.SUFFIX)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") String id,
            @Nullable @HeaderParam("Last-Event-ID") String lastEventId,
            @Context Sse sse,
            @Context HttpServerRequest request)
            throws IOException {
        Run run = RunLookup.require(runs, id);
        long offset = offset(lastEventId);
        if (lastEventId != null && run.isEnded() && offset >= size(store.log(run.id()))) {
            // an EventSource, which would reconnect forever, ends on it
            throw new WebApplicationException(Response.noContent().build());
        }
        if (request.method().name().equals(HttpMethod.HEAD)) {
            throw new WebApplicationException(
                    Response.ok().type(MediaType.SERVER_SENT_EVENTS).build());
        }
        LogTail tail = new LogTail(store.log(run.id()), offset);
        return followers.add(() -> tail.next(sse, hasEnded(run.id())), request.connection());
    }

    private static long size(StoredFile log) throws IOException {
        StoredFile.Attributes attributes = log.attributes();
        return attributes == null ? 0 : attributes.size();
    }

    private boolean hasEnded(RunId id) {
        Run run = runs.find(id);
        return run == null || run.isEnded();
    }

    private static long offset(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(lastEventId));
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("Last-Event-ID: must be the id of an earlier event, a byte offset");
        }
    }
}
