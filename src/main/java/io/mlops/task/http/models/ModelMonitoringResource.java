package io.mlops.task.http.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.http.auth.AuditLog;
import io.mlops.task.http.models.ModelViews.ScoresView;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How a model performs in service: scores, drift, and the actual values of its predictions. */
@Path("/models/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
@Blocking
public final class ModelMonitoringResource {
    private static final int MAX_LISTED = 100;

    private final ServedModels models;
    private final AuditLog audit;

    ModelMonitoringResource(ServedModels models, AuditLog audit) {
        this.models = models;
        this.audit = audit;
    }

    /** How a model performs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ModelPerformance")
    record Performance(
            String model,
            @Nullable Integer champion,

            @Nullable @Schema(description = "Of the champion, on held-out rows")
            ScoresView heldOut,

            @Nullable
            @Schema(
                    description =
                            "Of the champion, on predictions whose actual value is known; missing if there are none")
            ScoresView live,

            DriftLevel drift,

            @Schema(description = "Recent rows that are compared with the training data")
            int windowRows,

            @Schema(description = "All versions side by side, newest first")
            List<Score> versions) {}

    /** A version's scores. */
    @Schema(name = "VersionScores")
    record Score(int version, String algorithm, ScoresView train, ScoresView heldOut, String dataHash) {
        static Score of(ModelVersion version) {
            return new Score(
                    version.number(),
                    version.spec().algorithm().key(),
                    ScoresView.of(version.train()),
                    ScoresView.of(version.heldOut()),
                    version.provenance().split().dataHash());
        }
    }

    /** How recent rows compare with what the champion was trained on. */
    @Schema(name = "Drift")
    record Drift(
            String model,
            int version,

            @Schema(description = "Of the worst column") DriftLevel level,

            int rows,
            int referenceRows,

            @Schema(description = "The eight features and the prediction; empty without enough rows")
            List<ColumnDrift> columns) {}

    /** The result of submitting actual values. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ActualsResult")
    record ActualsResult(
            int matched,

            @Schema(description = "Unknown ids, at most " + MAX_LISTED + " of them")
            List<String> unknown,

            @Nullable @Schema(description = "Of the champion, with all actual values known now")
            ScoresView live) {}

    /** The actual value of a prediction. */
    @Schema(name = "Actual")
    record Actual(
            @Schema(required = true, description = "Of the prediction")
            String id,

            @Schema(required = true, description = "Median house value in 100,000 USD", examples = "2.5")
            double actual) {}

    @GET
    @Path("/metrics")
    @Extension(name = "x-problems", value = "not-found, model-unreadable")
    @Operation(operationId = "getModelMetrics", summary = "How a model performs: held-out scores, live scores, drift")
    public Performance metrics(@PathParam("name") String name) throws ModelException {
        ServedModel model = ModelLookup.require(models, name);
        ModelRegistry registry = model.championService().registry();
        List<Score> versions = new ArrayList<>();
        for (ModelVersion version : registry.versions()) {
            versions.add(0, Score.of(version));
        }
        DriftReport drift = model.monitor().drift().orElse(null);
        ModelVersion champion = model.champion().map(one -> one.version()).orElse(null);
        return new Performance(
                name,
                champion == null ? null : champion.number(),
                champion == null ? null : ScoresView.of(champion.heldOut()),
                live(model),
                drift == null ? DriftLevel.INSUFFICIENT_DATA : drift.level(),
                drift == null ? 0 : drift.rows(),
                versions);
    }

    @GET
    @Path("/drift")
    @Extension(name = "x-problems", value = "not-found, model-not-available, model-unreadable")
    @Operation(
            operationId = "getDrift",
            summary = "How recent requests differ from the training data of the champion",
            description =
                    "By column: population stability index, Kolmogorov-Smirnov D and p, Wasserstein distance over "
                            + "the reference's standard deviation, and both distributions to draw.")
    public Drift drift(@PathParam("name") String name) throws ModelException {
        ServedModel model = ModelLookup.require(models, name);
        int version = ModelLookup.serving(model).version().number();
        DriftReport report = model.monitor().drift().orElseThrow();
        return new Drift(name, version, report.level(), report.rows(), report.referenceRows(), report.columns());
    }

    @POST
    @Path("/actuals")
    @Consumes(MediaType.APPLICATION_JSON)
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, not-found, too-large, unsupported-type, invalid-rows, too-many-uploads, model-unreadable")
    @Operation(
            operationId = "postActuals",
            summary = "Submit the actual values of predictions, by their ids",
            description = "A later value for the same id replaces it. Values are on disk when the request returns.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = Actual.class),
                            example = "[{\"id\": \"01a1fe0d-edf5-7000-88c2-0d98b17c4a3b\", \"actual\": 2.5}]"))
    public ModelMonitoringResource.ActualsResult actuals(@PathParam("name") String name, InputStream body)
            throws ModelException, IOException {
        ServedModel model = ModelLookup.require(models, name);
        List<Actual> actuals = actuals(body);
        int matched = 0;
        List<String> unknown = new ArrayList<>();
        for (Actual actual : actuals) {
            if (model.monitor().recordActual(actual.id, actual.actual)) {
                matched++;
            } else if (unknown.size() < MAX_LISTED) {
                unknown.add(SafeText.excerpt(actual.id));
            }
        }
        model.monitor().save();
        audit.record("actuals", "model " + name);
        return new ModelMonitoringResource.ActualsResult(matched, unknown, live(model));
    }

    private static List<Actual> actuals(InputStream body) throws IOException {
        List<Actual> actuals = new ArrayList<>();
        JsonBody.forEach(body, node -> {
            int row = actuals.size() + 1;
            JsonNode id = node.path("id");
            JsonNode actual = node.path("actual");
            if (!id.isTextual() || !actual.isNumber() || !Double.isFinite(actual.doubleValue())) {
                throw new ProblemException(
                        ProblemDetails.Type.INVALID_ROWS,
                        "row " + row + ": "
                                + Messages.mustBe(
                                        "an object with an id, a string, and an actual value, a finite number",
                                        SafeText.excerpt(node.toString())));
            }
            actuals.add(new Actual(id.textValue(), actual.doubleValue()));
        });
        return actuals;
    }

    private static @Nullable ScoresView live(ServedModel model) {
        return model.monitor().liveMetrics().map(ScoresView::of).orElse(null);
    }
}
