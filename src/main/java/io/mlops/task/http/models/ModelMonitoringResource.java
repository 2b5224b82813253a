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
import io.mlops.task.model.housing.Target;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.JointDrift;
import io.mlops.task.model.monitoring.LiveScores;
import io.mlops.task.model.monitoring.ModelMonitor;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.regression.RegressionMetrics;
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
            LiveView live,

            @Schema(description = "Rows with an actual value, of every version, that the next training learns from")
            int labelledRows,

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
                    version.spec().algorithm().label(),
                    ScoresView.of(version.train()),
                    ScoresView.of(version.heldOut()),
                    version.provenance().split().dataHash());
        }
    }

    /** How recent rows compare with what the champion was trained on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Drift")
    record Drift(
            String model,
            int version,

            @Schema(description = "Of the last rows: that of the worst column, or of all together if it is higher")
            DriftLevel level,

            int rows,
            int referenceRows,

            @Schema(description = "The eight features and the prediction; empty without enough rows")
            List<ColumnDrift> columns,

            @Nullable @Schema(description = "Missing without enough rows")
            JointView joint,

            @Schema(description = "The same of a sample of the rows of mlops.models.drift-period")
            PeriodDrift time) {}

    /** All columns together. */
    @Schema(name = "JointDrift")
    record JointView(
            @Schema(
                    description =
                            "Of a classifier that tells recent rows from training rows, in cross-validation: 0.5 if"
                                    + " it cannot, 1 if it always can")
            double auc,

            DriftLevel level) {
        static @Nullable JointView of(@Nullable JointDrift joint) {
            return joint == null ? null : new JointView(joint.auc(), joint.level());
        }
    }

    /** Drift in a period. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PeriodDrift")
    record PeriodDrift(
            @Schema(examples = "PT24H") String period,

            DriftLevel level,
            int rows,
            List<ColumnDrift> columns,
            @Nullable JointView joint) {}

    /** The result of submitting actual values. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ActualsResult")
    record ActualsResult(
            int matched,

            @Schema(description = "Unknown ids, at most " + MAX_LISTED + " of them")
            List<String> unknown,

            @Schema(
                    description = "Posted values outside what the unit allows: probably of another unit. They are kept;"
                            + " post the right ones under the same ids")
            int implausible,

            @Nullable @Schema(description = "Of the champion, with all actual values known now")
            LiveView live) {}

    /** The actual value of a prediction. */
    @Schema(name = "Actual")
    record Actual(
            @Schema(required = true, description = "Of the prediction, or your own key of the row")
            String id,

            @Schema(
                    required = true,
                    nullable = true,
                    description = "Median house value in 100,000 USD; null withdraws an earlier one",
                    examples = "2.5")
            @Nullable
            Double actual) {}

    /** Scores in service. */
    @Schema(name = "LiveScores")
    record LiveView(
            double rmse,
            double mae,
            double r2,
            double bias,
            double maxError,
            int rows,

            @Schema(description = "Fraction of the actual values that were within their interval")
            double intervalCoverage,

            @Schema(description = "What the intervals promise")
            double nominalCoverage,

            @Schema(description = "By the nearest large city")
            List<RegionView> regions) {
        static LiveView of(LiveScores scores) {
            RegressionMetrics metrics = scores.metrics();
            return new LiveView(
                    metrics.rmse(),
                    metrics.mae(),
                    metrics.r2(),
                    metrics.bias(),
                    metrics.maxError(),
                    metrics.rows(),
                    scores.coverage(),
                    scores.nominalCoverage(),
                    scores.regions().stream().map(RegionView::of).toList());
        }
    }

    /** Scores in service in a region. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RegionScores")
    record RegionView(
            @Schema(examples = "los_angeles") String region,

            int rows,
            double rmse,
            double intervalCoverage,

            @Nullable @Schema(description = "RMSE of the champion on its held-out rows there; missing if it has none")
            Double heldOutRmse) {
        static RegionView of(LiveScores.RegionScores scores) {
            return new RegionView(
                    scores.region().label(),
                    scores.rows(),
                    scores.rmse(),
                    scores.coverage(),
                    scores.heldOutRmse().orElse(null));
        }
    }

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
        DriftReport drift = model.monitor().drift(ModelMonitor.Window.ROWS).orElse(null);
        ModelVersion champion = model.champion().map(one -> one.version()).orElse(null);
        return new Performance(
                name,
                champion == null ? null : champion.number(),
                champion == null ? null : ScoresView.of(champion.heldOut()),
                live(model),
                model.monitor().labelledRows().size(),
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
                    "Of the last rows, and of those of a period. By column: population stability index, Kolmogorov-Smirnov D and p, Wasserstein distance over "
                            + "the reference's standard deviation, and both distributions to draw.")
    public Drift drift(@PathParam("name") String name) throws ModelException {
        ServedModel model = ModelLookup.require(models, name);
        int version = ModelLookup.serving(model).version().number();
        DriftReport report = model.monitor().drift(ModelMonitor.Window.ROWS).orElseThrow();
        DriftReport time = model.monitor().drift(ModelMonitor.Window.TIME).orElseThrow();
        return new Drift(
                name,
                version,
                report.level(),
                report.rows(),
                report.referenceRows(),
                report.columns(),
                JointView.of(report.joint()),
                new PeriodDrift(
                        model.monitor().period().toString(),
                        time.level(),
                        time.rows(),
                        time.columns(),
                        JointView.of(time.joint())));
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
            summary = "Submit the actual values of predictions, by their ids or your own keys",
            description = "A later value for the same id replaces it, null withdraws it. Values are on disk when the "
                    + "request returns. The rows become training data.")
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
        List<ModelMonitor.Actual> actuals = actuals(body);
        List<String> unknown = model.monitor().recordActuals(actuals);
        audit.record("actuals", "model " + name);
        return new ModelMonitoringResource.ActualsResult(
                actuals.size() - unknown.size(),
                unknown.stream().limit(MAX_LISTED).map(SafeText::excerpt).toList(),
                (int) actuals.stream()
                        .filter(actual -> !Double.isNaN(actual.value()) && !Target.isPlausible(actual.value()))
                        .count(),
                live(model));
    }

    private static List<ModelMonitor.Actual> actuals(InputStream body) throws IOException {
        List<ModelMonitor.Actual> actuals = new ArrayList<>();
        JsonBody.forEach(body, node -> {
            int row = actuals.size() + 1;
            JsonNode id = node.path("id");
            JsonNode actual = node.path("actual");
            boolean isNumber = actual.isNumber() && Double.isFinite(actual.doubleValue());
            if (!id.isTextual() || !(isNumber || actual.isNull())) {
                throw new ProblemException(
                        ProblemDetails.Type.INVALID_ROWS,
                        "row " + row + ": "
                                + Messages.mustBe(
                                        "an object with an id, a string, and an actual value, a finite number or null",
                                        SafeText.excerpt(node.toString())));
            }
            actuals.add(new ModelMonitor.Actual(id.textValue(), isNumber ? actual.doubleValue() : Double.NaN));
        });
        return actuals;
    }

    private static @Nullable LiveView live(ServedModel model) throws ModelException {
        return model.monitor().liveScores().map(LiveView::of).orElse(null);
    }
}
