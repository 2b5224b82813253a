package io.mlops.task.http.models;

import io.mlops.task.execution.JobException;
import io.mlops.task.http.auth.AuditLog;
import io.mlops.task.http.endpoint.RejectsIdempotencyKey;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.runs.RunResponses;
import io.mlops.task.http.runs.RunView;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.retraining.RetrainingService;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Retraining by request. */
@Path("/models/{name}/retrain")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
public final class RetrainResource {
    private final RetrainingService retraining;
    private final ServedModels models;
    private final RunResponses responses;
    private final AuditLog audit;

    RetrainResource(RetrainingService retraining, ServedModels models, RunResponses responses, AuditLog audit) {
        this.retraining = retraining;
        this.models = models;
        this.responses = responses;
        this.audit = audit;
    }

    /** The body of a request, for the API's description. */
    @Schema(name = "Retrain", additionalProperties = Schema.False.class)
    record RetrainView(
            @Schema(
                    description = "A file under an input root; default: mlops.models.retrain.input, "
                            + "else the input of the run that trained the champion",
                    examples = "housing.csv",
                    nullable = true)
            String input) {}

    @POST
    @Blocking
    @RejectsIdempotencyKey
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, not-found, conflict, invalid-config, invalid-input, too-long, queue-full, too-many-uploads, insufficient-storage, too-large, input-gone")
    @Operation(
            operationId = "retrain",
            summary = "Retrain, and let the new version challenge the champion",
            description =
                    "An ordinary run with the label retrain: with the champion's configuration, from the input and the "
                            + "rows whose actual values were posted. If a version was trained on the same, the run trains nothing "
                            + "and says so. Only one training is active at a time. An Idempotency-Key is rejected.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetrainView.class),
                            example = "{\"input\": \"housing.csv\"}"))
    @APIResponse(
            responseCode = "202",
            description = "The run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response retrain(@PathParam("name") String name, InputStream body)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        ModelLookup.require(models, name);
        Run run = retraining.startByRequest(JsonBody.optionalString(body, "input"), audit.caller());
        audit.record("retrain", "model " + name + " in run " + run.id());
        return responses.accepted(run);
    }
}
