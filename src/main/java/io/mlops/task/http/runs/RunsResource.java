package io.mlops.task.http.runs;

import io.mlops.task.http.auth.AuditLog;
import io.mlops.task.http.endpoint.QueryKeyPrefix;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.mlops.task.submission.SubmissionFactory;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs: list, get, compare, label, cancel, delete. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public final class RunsResource {
    private static final String LABEL_PREFIX = "label.";
    private static final int MAX_PAGE_SIZE = 1000;
    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final RunService runs;
    private final RunStore store;
    private final RunComparison comparison;
    private final RunResponses responses;
    private final AuditLog audit;

    RunsResource(RunService runs, RunStore store, RunComparison comparison, RunResponses responses, AuditLog audit) {
        this.runs = runs;
        this.store = store;
        this.comparison = comparison;
        this.responses = responses;
        this.audit = audit;
    }

    @GET
    @QueryKeyPrefix(LABEL_PREFIX)
    @Extension(name = "x-problems", value = "invalid-request")
    @Operation(operationId = "listRuns", summary = "List runs, newest first")
    public RunPage list(
            @Nullable
                    @QueryParam("state")
                    @Schema(enumeration = {"queued", "running", "succeeded", "failed", "cancelled"})
                    String state,
            @Nullable @QueryParam("pipeline") String pipeline,
            @Nullable @QueryParam("since") @Schema(format = "date-time") String since,
            @Nullable
                    @QueryParam("sort")
                    @Parameter(
                            description =
                                    "submitted, value, rows or duration; a minus before it means descending. Default: -submitted")
                    @Schema(pattern = "^-?(submitted|value|rows|duration)$")
                    String sort,
            @Nullable
                    @QueryParam("limit")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "50")
                    String limit,
            @Nullable
                    @QueryParam("cursor")
                    @Parameter(description = "The field next of the previous page")
                    @Schema(pattern = "^[A-Za-z0-9_-]+$")
                    String cursor,
            @Context UriInfo uri) {
        Map<String, String> labels = new LinkedHashMap<>();
        uri.getQueryParameters().forEach((key, values) -> {
            if (key.startsWith(LABEL_PREFIX)) {
                labels.put(key.substring(LABEL_PREFIX.length()), values.get(0));
            }
        });
        RunQuery query = new RunQuery(state, pipeline, since, labels, sort, limit(limit), cursor);
        RunQuery.Page page = query.page(runs);
        // written one at a time: a page may have a thousand runs
        return new RunPage(page.runs().stream().map(responses::view).iterator(), page.next());
    }

    @GET
    @Path("/{id}")
    @Extension(name = "x-problems", value = "not-found")
    @Operation(operationId = "getRun", summary = "A run, with its progress while it is running")
    public RunView get(@PathParam("id") String id) {
        return responses.view(RunLookup.require(runs, id));
    }

    @DELETE
    @Path("/{id}")
    @Extension(name = "x-problems", value = "not-found, conflict")
    @Operation(operationId = "deleteRun", summary = "Delete an ended run and its files")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void delete(@PathParam("id") String id) throws IOException {
        Run run = RunLookup.require(runs, id);
        if (!runs.delete(run.id(), null)) {
            throw new ProblemException(
                    ProblemDetails.Type.CONFLICT, "The run is " + run.state().label() + "; cancel it first");
        }
        audit.record("delete", "run " + run.id());
    }

    @PUT
    @Path("/{id}/labels")
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(
            name = "x-problems",
            value = "invalid-request, not-found, too-large, too-long, unsupported-type, too-many-uploads")
    @Operation(
            operationId = "setLabels",
            summary = "Replace a run's labels; retention does not delete a run with pinned=true")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Labels.class),
                            example = "{\"pinned\": \"true\"}"))
    public RunView labels(@PathParam("id") String id, InputStream body) throws IOException {
        Run run = RunLookup.require(runs, id);
        Map<String, String> checked =
                SubmissionFactory.validateLabels(JsonBody.read(body).strings());
        Run changed =
                runs.update(run.id(), current -> current.withLabels(checked).labelledBy(audit.caller()));
        if (changed == null) {
            throw RunLookup.notFound(id);
        }
        audit.record("label", "run " + run.id());
        return responses.view(changed);
    }

    @GET
    @Path("/{id}/metrics")
    @Extension(name = "x-problems", value = "not-found, not-ready")
    @Operation(operationId = "getMetrics", summary = "metrics.json, byte for byte")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "304", description = "The client has the current file")
    public Response metrics(
            @PathParam("id") String id, @Nullable @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch)
            throws IOException {
        Run run = RunLookup.require(runs, id);
        if (!run.isEnded()) {
            throw new ProblemException(
                    ProblemDetails.Type.NOT_READY,
                    "The run is " + run.state().label(),
                    runs.retryAfter(run).toSeconds());
        }
        try {
            return FileResponse.immutable(store.metrics(run.id()), MediaType.APPLICATION_JSON, ifNoneMatch);
        } catch (NoSuchFileException e) {
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The run has no metrics.json");
        }
    }

    @GET
    @Path("/{id}/config")
    @Produces(TEXT)
    @Extension(name = "x-problems", value = "not-found")
    @Operation(operationId = "getConfig", summary = "The run's configuration, as YAML")
    public Response config(@PathParam("id") String id) throws IOException {
        return FileResponse.partial(store.config(RunLookup.require(runs, id).id()), TEXT, null);
    }

    @GET
    @Path("/{id}/input")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Extension(name = "x-problems", value = "not-found, range-not-satisfiable")
    @Operation(operationId = "getInput", summary = "The run's input")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "206", description = "A range of its bytes")
    public Response input(@PathParam("id") String id, @Nullable @HeaderParam("Range") String range) throws IOException {
        Run run = RunLookup.require(runs, id);
        StoredFile input = store.input(run);
        if (!input.exists()) {
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The input no longer exists");
        }
        return FileResponse.attachment(input, run.input().name(), range);
    }

    @POST
    @Path("/{id}/cancel")
    @Extension(name = "x-problems", value = "not-found, conflict")
    @Operation(
            operationId = "cancelRun",
            summary = "Cancel a queued run immediately, a running one within the stop timeout")
    @APIResponse(
            responseCode = "202",
            description = "It ends immediately or within the stop timeout",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response cancel(@PathParam("id") String id) {
        Run run = runs.cancel(RunLookup.require(runs, id).id(), audit.caller());
        if (run == null) {
            throw new ProblemException(ProblemDetails.Type.CONFLICT, "The run has ended already");
        }
        audit.record("cancel", "run " + run.id());
        return Response.accepted(responses.view(run)).build();
    }

    @GET
    @Path("/compare")
    @Extension(name = "x-problems", value = "invalid-request, not-found")
    @Operation(
            operationId = "compareRuns",
            summary = "What differs between runs: input, configuration, metrics, provenance")
    public RunComparison.Result compare(
            @Nullable
                    @QueryParam("ids")
                    @Parameter(required = true, description = "2 to 20 ids, separated by commas")
                    @Schema(pattern = "^[^,]+(,[^,]+){1,19}$")
                    String ids)
            throws IOException {
        List<Run> compared = new ArrayList<>();
        for (String id : RunComparison.ids(ids)) {
            compared.add(RunLookup.require(runs, id));
        }
        return comparison.of(compared);
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PAGE_SIZE;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_PAGE_SIZE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(
                    "limit: " + Messages.mustBe("1 to " + MAX_PAGE_SIZE, '"' + SafeText.excerpt(text) + '"'));
        }
        throw ProblemException.invalid("limit: " + Messages.mustBe("1 to " + MAX_PAGE_SIZE, text));
    }

    /** A page of a list. */
    @Schema(name = "RunPage")
    record RunPage(
            @Schema(type = SchemaType.ARRAY, implementation = RunView.class)
            Iterator<RunView> runs,

            @Nullable @Schema(description = "The cursor of the next page; null on the last one", nullable = true)
            String next) {}

    /** Labels, for the API's description. */
    @Schema(
            name = "Labels",
            type = SchemaType.OBJECT,
            additionalProperties = String.class,
            maxProperties = SubmissionFactory.MAX_LABELS,
            description = "Names of 1 to " + SubmissionFactory.MAX_LABEL_KEY_LENGTH
                    + " letters, digits, '_', '.' or '-'; values of at most " + SubmissionFactory.MAX_LABEL_LENGTH
                    + " printable characters")
    record Labels() {}
}
