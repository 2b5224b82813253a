package io.mlops.task.http.predict;

import io.mlops.task.execution.JobException;
import io.mlops.task.http.endpoint.RejectsIdempotencyKey;
import io.mlops.task.http.endpoint.ViewersAllowed;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.http.runs.RunView;
import io.mlops.task.model.housing.FeatureRows;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
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

/** Predictions of house values by the champion. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Predictions")
public final class PredictResource {
    private static final String CSV = "text/csv";
    private static final String ROW =
            "{\"MedInc\": 8.3252, \"HouseAge\": 41, \"AveRooms\": 6.984127, \"AveBedrms\": 1.023810, "
                    + "\"Population\": 322, \"AveOccup\": 2.555556, \"Latitude\": 37.88, \"Longitude\": -122.23}";
    private static final String ROWS_CSV = """
            MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude
            8.3252,41,6.984127,1.023810,322,2.555556,37.88,-122.23
            """;

    static final String JSON_PROBLEMS =
            "invalid-request, too-large, unsupported-type, invalid-rows, too-many-uploads, model-not-available, model-unreadable";

    private final Predictions predictions;
    private final BatchPredictions runs;
    private final ServedModel model;
    private final int maxInlineCsv;

    PredictResource(Predictions predictions, BatchPredictions runs, ServedModels models, PredictConfig config) {
        this.predictions = predictions;
        this.runs = runs;
        this.model = models.defaultModel();
        this.maxInlineCsv = Math.toIntExact(config.maxInlineCsv().asLongValue());
    }

    @POST
    @Path("/predict")
    @ViewersAllowed
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(name = "x-problems", value = JSON_PROBLEMS)
    @Operation(
            operationId = "predict",
            summary = "Predict one house value, or a list of them",
            description = "The eight features by name; case and underscores do not matter. Values outside the "
                    + "training range cause a warning. All rows are predicted by one version, or none is. Clients of other "
                    + "services may put the row, or a list of rows, into \"features\" or \"instances\", with a "
                    + "\"confidence_level\" next to it.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FeaturesView.class),
                        example = ROW),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class), example = ROWS_CSV)
            })
    @APIResponse(
            responseCode = "200",
            description = "The prediction; for a list or a CSV, Predictions",
            content =
                    @Content(schema = @Schema(oneOf = {PredictionView.class, PredictionView.PredictionListView.class})))
    public Object predict(
            InputStream body,
            @Nullable
                    @QueryParam(Coverage.KEY)
                    @Parameter(description = Coverage.DESCRIPTION)
                    @Schema(
                            type = SchemaType.NUMBER,
                            minimum = Coverage.MIN,
                            maximum = Coverage.MAX,
                            defaultValue = "0.9")
                    String coverage)
            throws IOException, InvalidRowsException {
        return predictions.fromJson(model, body, Coverage.parse(coverage));
    }

    @POST
    @Path("/predict")
    @ViewersAllowed
    @Blocking
    @Consumes(CSV)
    @Operation(hidden = true)
    public PredictionView.PredictionListView predictCsv(
            InputStream body, @Nullable @QueryParam(Coverage.KEY) String coverage)
            throws IOException, InvalidRowsException {
        byte[] bytes = body.readNBytes(maxInlineCsv + 1);
        if (bytes.length > maxInlineCsv) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_LARGE,
                    "must be at most " + maxInlineCsv + " bytes; more at /batch_predict");
        }
        return csv(bytes, Coverage.parse(coverage));
    }

    @POST
    @Path("/batch_predict")
    @RejectsIdempotencyKey
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, too-large, unsupported-type, invalid-config, invalid-rows, too-long, queue-full, too-many-uploads, model-not-available, model-unreadable, insufficient-storage")
    @Operation(
            operationId = "batchPredict",
            summary = "Predict many house values",
            description = "A list, or a CSV in either public format. A CSV in a multipart form, or a larger one than "
                    + "mlops.models.max-inline-csv, becomes a run with the artifacts predictions.csv and errors.csv. "
                    + "An Idempotency-Key is rejected; POST /runs with the pipeline housing-predict takes one.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FeaturesView[].class),
                        example = "[" + ROW + "]"),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class), example = ROWS_CSV),
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema = @Schema(implementation = BatchPredictions.RowsForm.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "The predictions",
            content = @Content(schema = @Schema(implementation = PredictionView.PredictionListView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted as a run",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Object batch(
            InputStream body,
            @Nullable
                    @QueryParam(Coverage.KEY)
                    @Parameter(description = Coverage.DESCRIPTION)
                    @Schema(
                            type = SchemaType.NUMBER,
                            minimum = Coverage.MIN,
                            maximum = Coverage.MAX,
                            defaultValue = "0.9")
                    String coverage)
            throws IOException, InvalidRowsException {
        return predictions.fromJson(model, body, Coverage.parse(coverage));
    }

    @POST
    @Path("/batch_predict")
    @RejectsIdempotencyKey
    @Blocking
    @Consumes(CSV)
    @Operation(hidden = true)
    public CompletionStage<Response> batchCsv(
            InputStream body,
            @Nullable @HeaderParam(HttpHeaders.CONTENT_LENGTH) Long length,
            @Nullable @HeaderParam("Prefer") String prefer,
            @Nullable @QueryParam(Coverage.KEY) String coverage)
            throws IOException, InvalidRowsException, JobException, QueueFullException, IdempotencyKeyReusedException {
        Double chosen = Coverage.parse(coverage);
        byte[] start = body.readNBytes(maxInlineCsv + 1);
        return start.length > maxInlineCsv
                ? runs.ofBody(model, start, body, length, prefer, chosen)
                : CompletableFuture.completedFuture(
                        Response.ok(csv(start, chosen)).build());
    }

    @POST
    @Path("/batch_predict")
    @RejectsIdempotencyKey
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public CompletionStage<Response> batchUpload(
            InputStream body,
            @Nullable @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @Nullable @HeaderParam(HttpHeaders.CONTENT_LENGTH) Long length,
            @Nullable @HeaderParam("Prefer") String prefer,
            @Nullable @QueryParam(Coverage.KEY) String coverage)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        return runs.ofForm(model, body, contentType, length, prefer, Coverage.parse(coverage));
    }

    private PredictionView.PredictionListView csv(byte[] bytes, @Nullable Double coverage)
            throws IOException, InvalidRowsException {
        return predictions.fromCsv(
                model, new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8), coverage);
    }

    /** The eight features, for the API's description. */
    @Schema(name = "Features")
    record FeaturesView(
            @Schema(required = true, description = "Median income, 10,000 USD")
            double MedInc,

            @Schema(required = true, description = "Median age of houses, years")
            double HouseAge,

            @Schema(required = true, description = "Rooms per household")
            double AveRooms,

            @Schema(required = true, description = "Bedrooms per household")
            double AveBedrms,

            @Schema(required = true, description = "People in the block group")
            double Population,

            @Schema(required = true, description = "People per household")
            double AveOccup,

            @Schema(required = true, description = "Degrees north")
            double Latitude,

            @Schema(required = true, description = "Degrees east")
            double Longitude,

            @Schema(
                    description = "Of your own: the actual value can be posted under it, as under the prediction's id",
                    anyOf = {KeyText.class, Double.class},
                    examples = "house 12")
            Object key) {}

    /** A key that is a text or missing, for the API's description. */
    @Schema(name = "KeyText", type = SchemaType.STRING, maxLength = FeatureRows.MAX_KEY_LENGTH, nullable = true)
    interface KeyText {}
}
