package io.mlops.task.http.predict;

import io.mlops.task.http.endpoint.ViewersAllowed;
import io.mlops.task.http.models.ModelLookup;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Paths of the FastAPI service that this one replaces: its clients are answered, or told where to go. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Former paths")
public final class LegacyApiResource {
    private final Predictions predictions;
    private final ServedModel model;

    LegacyApiResource(Predictions predictions, ServedModels models) {
        this.predictions = predictions;
        this.model = models.defaultModel();
    }

    /** A row with the options of the former service, for the API's description. */
    @Schema(name = "FormerRequest")
    record FormerRequest(
            @Schema(required = true) PredictResource.FeaturesView features,

            @Schema(name = "confidence_level", minimum = Coverage.MIN, maximum = Coverage.MAX)
            Double confidenceLevel,

            @Schema(name = "return_confidence", description = "Without effect: each response has an interval")
            Object returnConfidence) {}

    /** Rows as the former service accepted them, for the API's description. */
    @Schema(name = "FormerBatch")
    record FormerBatch(@Schema(required = true) List<PredictResource.FeaturesView> instances) {}

    @POST
    @Path("/predict/advanced")
    @ViewersAllowed
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(name = "x-problems", value = PredictResource.JSON_PROBLEMS)
    @Operation(
            operationId = "predictAdvanced",
            summary = "As /predict, which takes a confidence_level too",
            deprecated = true)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = FormerRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The prediction",
            content =
                    @Content(schema = @Schema(oneOf = {PredictionView.class, PredictionView.PredictionListView.class})))
    public Object advanced(InputStream body) throws IOException, InvalidRowsException {
        return predictions.fromJson(model, body, null);
    }

    @POST
    @Path("/predict/batch")
    @ViewersAllowed
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(name = "x-problems", value = PredictResource.JSON_PROBLEMS)
    @Operation(operationId = "predictBatch", summary = "As /batch_predict, for JSON", deprecated = true)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = FormerBatch.class)))
    @APIResponse(
            responseCode = "200",
            description = "The predictions",
            content =
                    @Content(schema = @Schema(oneOf = {PredictionView.class, PredictionView.PredictionListView.class})))
    public Object batch(InputStream body) throws IOException, InvalidRowsException {
        return predictions.fromJson(model, body, null);
    }

    @GET
    @Path("/model/info")
    @Blocking
    @Extension(name = "x-problems", value = "model-not-available, model-unreadable")
    @Operation(operationId = "modelInfo", summary = "Redirects to the champion's version", deprecated = true)
    @APIResponse(responseCode = "307", description = "Where it is")
    public Response info() {
        int champion = ModelLookup.serving(model).version().number();
        return redirect("/models/" + model.name() + "/versions/" + champion);
    }

    @GET
    @Path("/predictions/history")
    @NonBlocking
    @Extension(name = "x-problems", value = "not-found")
    @Operation(
            operationId = "predictionsHistory",
            summary = "Says where predictions are recorded: they are not listed over HTTP",
            deprecated = true)
    @SuppressWarnings("DoNotCallSuggester") // the framework does
    public Response history() {
        throw new ProblemException(
                ProblemDetails.Type.NOT_FOUND,
                "Predictions are not listed over HTTP: live scores and drift are at /models/" + model.name()
                        + "/metrics, and a sample of the requests is in the file data/requests/" + model.name()
                        + ".jsonl");
    }

    @GET
    @Path("/docs")
    @NonBlocking
    @Operation(operationId = "docs", summary = "Redirects to /swagger-ui/", deprecated = true)
    @APIResponse(responseCode = "307", description = "Where it is")
    @Produces(MediaType.WILDCARD)
    public Response docs() {
        return redirect("/swagger-ui/");
    }

    private static Response redirect(String path) {
        return Response.temporaryRedirect(URI.create(path)).build();
    }
}
