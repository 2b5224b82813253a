package io.mlops.task.http.runs;

import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.http.upload.MultipartForm;
import io.mlops.task.http.upload.UploadDirectory;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.JobException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.submission.InputDirectories;
import io.mlops.task.submission.SubmissionFactory;
import io.mlops.task.text.SafeText;
import io.smallrye.common.annotation.Blocking;
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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
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

/** Runs: submit, watch, fetch, compare, cancel, repeat, delete. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public final class RunsResource {
    private static final List<String> QUERY = List.of("state", "since", "sort", "limit", "cursor");
    private static final int MAX_PAGE_SIZE = 1000;
    private static final int DEFAULT_PAGE = 50;
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final RunService runs;
    private final RunStore store;
    private final SubmissionParser parser;
    private final SubmissionFactory submissions;
    private final RunComparison comparison;
    private final InputDirectories inputRoots;
    private final RunResponses answers;
    private final UploadDirectory uploads;

    RunsResource(
            RunService runs,
            RunStore store,
            SubmissionParser parser,
            SubmissionFactory submissions,
            RunComparison comparison,
            InputDirectories inputRoots,
            RunResponses answers,
            UploadDirectory uploads) {
        this.runs = runs;
        this.store = store;
        this.parser = parser;
        this.submissions = submissions;
        this.comparison = comparison;
        this.inputRoots = inputRoots;
        this.answers = answers;
        this.uploads = uploads;
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, too-large, unsupported-type, invalid-config, invalid-input, idempotency-key-reused, queue-full, too-many-uploads, insufficient-storage")
    @Operation(
            operationId = "submitRun",
            summary = "Upload a file and run it, or run one that lies under an input root of the server")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema = @Schema(implementation = UploadForm.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PathRequest.class),
                        example =
                                "{\"input\": \"ohlcv.csv\", \"config\": {\"window\": 5}, \"labels\": {\"team\": \"a\"}}")
            })
    @APIResponse(
            responseCode = "202",
            description = "Accepted, and kept on disk",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The run that the same Idempotency-Key made before, or one that has ended",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public CompletionStage<Response> submit(
            InputStream body,
            @Context HttpHeaders headers,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Nullable @HeaderParam("Prefer") String prefer)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        try (MultipartForm form = MultipartForm.read(body, contentType, uploads.path())) {
            return answers.submit(parser.fromForm(form, idempotencyKey), prefer);
        }
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public CompletionStage<Response> submit(
            InputStream body,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Nullable @HeaderParam("Prefer") String prefer)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        return answers.submit(parser.fromJson(body, idempotencyKey), prefer);
    }

    @GET
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
                                    "submitted, value, rows or duration; with a minus before it the largest first. Default: -submitted")
                    @Schema(pattern = "^-?(submitted|value|rows|duration)$")
                    String sort,
            @Nullable
                    @QueryParam("limit")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "50")
                    String limit,
            @Nullable
                    @QueryParam("cursor")
                    @Parameter(description = "What the page before gave as next")
                    @Schema(pattern = "^[A-Za-z0-9_-]+$")
                    String cursor,
            @Context UriInfo uri) {
        Map<String, String> labels = new LinkedHashMap<>();
        uri.getQueryParameters().forEach((key, values) -> {
            if (values.contains("") && QUERY.contains(key)) {
                throw ProblemException.invalid(key + ": found nothing");
            }
            if (key.startsWith("label.")) {
                labels.put(key.substring("label.".length()), values.get(0));
            }
        });
        RunQuery query = new RunQuery(state, pipeline, since, labels, sort, limit(limit), cursor);
        RunQuery.Page page = query.page(runs);
        List<RunView> views = new ArrayList<>();
        for (Run run : page.runs()) {
            views.add(answers.view(run));
        }
        return new RunPage(views, page.next());
    }

    @GET
    @Path("/{id}")
    @Extension(name = "x-problems", value = "not-found")
    @Operation(operationId = "getRun", summary = "A run, with its progress while it works")
    public RunView get(@PathParam("id") String id) {
        return answers.view(RunLookup.require(runs, id));
    }

    @DELETE
    @Path("/{id}")
    @Extension(name = "x-problems", value = "not-found, conflict")
    @Operation(operationId = "deleteRun", summary = "Delete an ended run and its files")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void delete(@PathParam("id") String id) throws IOException {
        Run run = RunLookup.require(runs, id);
        if (!runs.delete(run.id(), false)) {
            throw new ProblemException(
                    ProblemDetails.Type.CONFLICT, "The run is " + run.state().label() + "; cancel it first");
        }
    }

    @PUT
    @Path("/{id}/labels")
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(name = "x-problems", value = "invalid-request, not-found, too-large, unsupported-type, too-many-uploads")
    @Operation(operationId = "setLabels", summary = "Replace a run's labels; keep=true pins it against retention")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Labels.class),
                            example = "{\"keep\": \"true\"}"))
    public RunView labels(@PathParam("id") String id, InputStream body) throws IOException {
        Run run = RunLookup.require(runs, id);
        Map<String, String> checked =
                SubmissionFactory.validateLabels(JsonBody.read(body).strings());
        Run changed = runs.update(run.id(), current -> current.with(checked));
        if (changed == null) {
            throw ProblemException.noSuchRun(id);
        }
        return answers.view(changed);
    }

    @GET
    @Path("/{id}/metrics")
    @Extension(name = "x-problems", value = "not-found, not-ready")
    @Operation(operationId = "getMetrics", summary = "metrics.json, byte for byte")
    @APIResponse(
            responseCode = "200",
            description = "The record",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "304", description = "The client has it already")
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
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The run left no metrics.json");
        }
    }

    @GET
    @Path("/{id}/config")
    @Produces(TEXT)
    @Extension(name = "x-problems", value = "not-found")
    @Operation(operationId = "getConfig", summary = "The configuration that the run was given, as YAML")
    public Response config(@PathParam("id") String id) throws IOException {
        return FileResponse.partial(store.config(RunLookup.require(runs, id).id()), TEXT, null);
    }

    @GET
    @Path("/{id}/input")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Extension(name = "x-problems", value = "not-found, range-not-satisfiable")
    @Operation(operationId = "getInput", summary = "The input that the run was given")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "206", description = "A range of its bytes")
    public Response input(@PathParam("id") String id, @Nullable @HeaderParam("Range") String range) throws IOException {
        Run run = RunLookup.require(runs, id);
        java.nio.file.Path input = store.input(run);
        if (!Files.isRegularFile(input) || (!run.input().uploaded() && !inputRoots.contains(input))) {
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The input is not there any more");
        }
        return FileResponse.partial(input, MediaType.APPLICATION_OCTET_STREAM, range);
    }

    @POST
    @Path("/{id}/cancel")
    @Extension(name = "x-problems", value = "not-found, conflict")
    @Operation(operationId = "cancelRun", summary = "End a waiting run now, tell a running one to stop")
    @APIResponse(
            responseCode = "202",
            description = "It ends now or within the deadline",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response cancel(@PathParam("id") String id) {
        Run run = runs.cancel(RunLookup.require(runs, id).id());
        if (run == null) {
            throw new ProblemException(ProblemDetails.Type.CONFLICT, "The run has ended already");
        }
        return Response.accepted(answers.view(run)).build();
    }

    @POST
    @Blocking
    @Path("/{id}/rerun")
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, not-found, conflict, input-gone, idempotency-key-reused, queue-full, insufficient-storage")
    @Operation(operationId = "rerun", summary = "Run the same input and configuration again and compare")
    @APIResponse(
            responseCode = "202",
            description = "The new run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The run that the same Idempotency-Key made before, or one that has ended",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public CompletionStage<Response> rerun(
            @PathParam("id") String id,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Nullable @HeaderParam("Prefer") String prefer)
            throws IOException, QueueFullException, IdempotencyKeyReusedException {
        Run run = RunLookup.require(runs, id);
        if (!run.isEnded()) {
            throw new ProblemException(
                    ProblemDetails.Type.CONFLICT, "The run is " + run.state().label());
        }
        runs.checkCapacity(idempotencyKey);
        return answers.submit(submissions.rerunOf(run, store, idempotencyKey), prefer);
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
                    @Parameter(required = true, description = "Two or more ids, with commas")
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
            return DEFAULT_PAGE;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_PAGE_SIZE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(
                    "limit: found \"" + SafeText.excerpt(text) + "\", wanted 1 to " + MAX_PAGE_SIZE);
        }
        throw ProblemException.invalid("limit: found " + text + ", wanted 1 to " + MAX_PAGE_SIZE);
    }

    /** A page of a list. */
    @Schema(name = "RunPage")
    record RunPage(
            List<RunView> runs,

            @Nullable @Schema(description = "The cursor of the next page; null on the last one", nullable = true)
            String next) {}

    /** The form of an upload, for the API's description. */
    @Schema(name = "Upload")
    record UploadForm(
            @Schema(required = true, format = "binary", type = SchemaType.STRING, description = "CSV, plain or gzip")
            String file,

            @Schema(description = "YAML or JSON; default: the service's own configuration")
            String config,

            @Schema(examples = "signal") String pipeline,

            @Schema(description = "This and any other field sets a key of the configuration")
            String seed,

            String window,
            String version,
            String warmup,
            String missing,
            String column,
            String decimals,

            @Schema(description = "A URL that is told when the run has ended")
            String callback) {}

    /** Labels, for the API's description. */
    @Schema(
            name = "Labels",
            type = SchemaType.OBJECT,
            additionalProperties = String.class,
            maxProperties = 32,
            description =
                    "Names of 1 to 64 letters, digits, '_', '.' or '-'; values of at most 256 printable characters")
    record Labels() {}

    /** A submit of a server-side file, for the API's description. */
    @Schema(name = "PathRequest")
    record PathRequest(
            @Schema(required = true, examples = "ohlcv.csv") String input,

            @Schema(description = "Keys that replace those of the service's own configuration", nullable = true)
            Map<String, Object> config,

            @Schema(examples = "signal", nullable = true) String pipeline,
            @Schema(nullable = true) Map<String, String> labels,
            @Schema(nullable = true) String callback) {}
}
