package io.mlops.task.http.runs;

import io.mlops.task.execution.JobException;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.http.upload.MultipartForm;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.RunService;
import io.mlops.task.submission.SubmissionFactory;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
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

/** Submits runs: an upload, a server-side file, or the same as another run. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public final class RunSubmissionResource {
    private final RunAdmission admission;
    private final RunSubmitter submitter;
    private final RunService runs;
    private final SubmissionParser parser;
    private final SubmissionFactory submissions;
    private final RunResponses responses;

    RunSubmissionResource(
            RunAdmission admission,
            RunSubmitter submitter,
            RunService runs,
            SubmissionParser parser,
            SubmissionFactory submissions,
            RunResponses responses) {
        this.admission = admission;
        this.submitter = submitter;
        this.runs = runs;
        this.parser = parser;
        this.submissions = submissions;
        this.responses = responses;
    }

    @POST
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, too-large, unsupported-type, invalid-config, invalid-input, too-long, idempotency-key-reused, queue-full, too-many-uploads, insufficient-storage")
    @Operation(
            operationId = "submitRun",
            summary = "Submit a run of an uploaded file, or of one under an input root of the server")
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
            description = "Accepted, and stored on disk",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The existing run of the same Idempotency-Key, or one that has ended",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public CompletionStage<Response> submit(
            InputStream body,
            @Context HttpHeaders headers,
            @Nullable
                    @HeaderParam("Idempotency-Key")
                    @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = SubmissionFactory.IDEMPOTENCY_KEY))
                    String idempotencyKey,
            @Nullable @HeaderParam("Prefer") String prefer)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        try (MultipartForm form = MultipartForm.read(body, contentType, admission::receive)) {
            return responses.submitted(submitter.submit(parser.fromForm(form, idempotencyKey)), prefer);
        }
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public CompletionStage<Response> submit(
            InputStream body,
            @Nullable
                    @HeaderParam("Idempotency-Key")
                    @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = SubmissionFactory.IDEMPOTENCY_KEY))
                    String idempotencyKey,
            @Nullable @HeaderParam("Prefer") String prefer)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        return responses.submitted(submitter.submit(parser.fromJson(body, idempotencyKey)), prefer);
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
            description = "The existing run of the same Idempotency-Key, or one that has ended",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public CompletionStage<Response> rerun(
            @PathParam("id") String id,
            @Nullable
                    @HeaderParam("Idempotency-Key")
                    @Parameter(schema = @Schema(type = SchemaType.STRING, pattern = SubmissionFactory.IDEMPOTENCY_KEY))
                    String idempotencyKey,
            @Nullable @HeaderParam("Prefer") String prefer)
            throws IOException, QueueFullException, IdempotencyKeyReusedException {
        Run run = RunLookup.require(runs, id);
        if (!run.isEnded()) {
            throw new ProblemException(
                    ProblemDetails.Type.CONFLICT, "The run is " + run.state().label());
        }
        admission.checkCapacity(idempotencyKey, 0);
        return responses.submitted(submitter.submit(submissions.rerunOf(run, idempotencyKey)), prefer);
    }

    /** The form of an upload, for the API's description; the configuration keys are added by a filter. */
    @Schema(name = "Upload")
    record UploadForm(
            @Schema(required = true, format = "binary", type = SchemaType.STRING, description = "CSV, plain or gzip")
            String file,

            @Schema(description = "YAML or JSON; default: the service's own configuration")
            String config,

            @Schema(examples = "signal") String pipeline,

            @Schema(description = "A URL that is notified when the run has ended")
            String callback) {}

    /** A submission of a server-side file, for the API's description. */
    @Schema(name = "PathRequest")
    record PathRequest(
            @Schema(required = true, examples = "ohlcv.csv") String input,

            @Schema(description = "Keys that replace those of the service's own configuration", nullable = true)
            Map<String, Object> config,

            @Schema(examples = "signal", nullable = true) String pipeline,
            @Schema(nullable = true) Map<String, String> labels,
            @Schema(nullable = true) String callback) {}
}
