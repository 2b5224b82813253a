package io.mlops.task.http.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlops.task.model.housing.LabelledRows;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.Refusal;
import io.mlops.task.model.regression.RegressionMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Models in the API. */
final class ModelViews {
    private ModelViews() {}

    /** A model in a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ModelSummary")
    record Summary(
            @Schema(examples = "housing") String name,

            @Nullable @Schema(description = "The champion; missing before the first promotion")
            Integer champion,

            int versions,
            String href) {}

    /** A model with its versions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Model")
    record Model(
            @Schema(examples = "housing") String name,

            @Nullable @Schema(description = "The champion") Integer champion,

            @Nullable
            @Schema(
                    description =
                            "The version that a rollback restores: the latest earlier champion that was not left for an older one; missing if there is none")
            Integer previous,

            @Nullable @Schema(description = "true if the champion cannot be read; the service's log has the reason")
            Boolean unreadable,

            @Schema(description = "Newest first") List<Version> versions,

            @Nullable @Schema(description = "The parameter before of the next page; missing on the last one")
            Integer next,

            @Schema(description = "Changes of the champion, oldest first")
            List<Change> history) {}

    /** One version with its scores and provenance. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ModelVersion")
    record Version(
            String model,
            int version,
            boolean champion,
            Instant createdAt,

            @Schema(examples = "gradient_boosting") String algorithm,

            @Schema(description = "The columns that it is trained on", examples = "geo")
            String features,

            Map<String, Double> parameters,

            @Schema(description = "On the training rows") ScoresView train,

            @Schema(description = "On held-out rows; versions with the same data hash and seed are comparable")
            ScoresView heldOut,

            @Nullable
            @Schema(
                    description = "Fraction of held-out rows whose interval contains the actual value; missing if they"
                            + " were too few to measure it")
            Double intervalCoverage,

            @Schema(description = "SHA-256 of the model file")
            String modelHash,

            @Nullable @Schema(description = "Why it did not become the champion when it was trained; missing if it did")
            RefusalView refusal,

            ProvenanceView provenance,
            Links links) {
        static Version of(String model, ModelVersion version, boolean champion, Optional<Refusal> refusal) {
            String self = "/models/" + model + "/versions/" + version.number();
            return new Version(
                    model,
                    version.number(),
                    champion,
                    version.createdAt(),
                    version.spec().algorithm().label(),
                    version.spec().features().label(),
                    version.spec().parameters(),
                    ScoresView.of(version.train()),
                    ScoresView.of(version.heldOut()),
                    version.intervalCoverage(),
                    version.modelHash(),
                    refusal.map(RefusalView::of).orElse(null),
                    ProvenanceView.of(version),
                    new Links(self, self + "/card", self + "/plots", self + "/promote"));
        }
    }

    /** The decision of the promotion gate against a version. */
    @Schema(name = "Refusal")
    record RefusalView(
            @Schema(
                    description =
                            "held: a person may decide otherwise, as when data has changed on purpose; rejected: it is"
                                    + " below the floors or not better",
                    enumeration = {"held", "rejected"})
            String state,

            String reason,
            Instant at) {
        static RefusalView of(Refusal refusal) {
            return new RefusalView(refusal.state().label(), refusal.reason(), refusal.at());
        }
    }

    /** Related resources. */
    @Schema(name = "ModelLinks")
    record Links(String self, String card, String plots, String promote) {}

    /** Regression metrics, in 100,000 USD if they have a unit. */
    @Schema(name = "Scores")
    record ScoresView(double rmse, double mae, double r2, double bias, double maxError, int rows) {
        static ScoresView of(RegressionMetrics scores) {
            return new ScoresView(
                    scores.rmse(), scores.mae(), scores.r2(), scores.bias(), scores.maxError(), scores.rows());
        }
    }

    /** The provenance of a version. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ModelProvenance")
    record ProvenanceView(
            @Schema(description = "The run that trained it; empty for a batch command")
            String runId,

            String dataHash,
            long seed,
            double testSize,
            int trainRows,
            int heldOutRows,
            Map<String, String> configuration,
            String codeVersion,
            String javaVersion,

            @Nullable @Schema(description = "What it learnt from service; missing if nothing")
            LabelledView labelledRows) {
        static ProvenanceView of(ModelVersion version) {
            var provenance = version.provenance();
            var split = provenance.split();
            return new ProvenanceView(
                    provenance.runId(),
                    split.dataHash(),
                    split.seed(),
                    split.testSize(),
                    split.trainRows(),
                    split.heldOutRows(),
                    provenance.configuration(),
                    provenance.codeVersion(),
                    provenance.javaVersion(),
                    provenance.labelled() == null ? null : LabelledView.of(provenance.labelled()));
        }
    }

    /** Rows with actual values that a version learnt from. */
    @Schema(name = "LabelledRows")
    record LabelledView(
            int rows,

            @Schema(description = "SHA-256 of their numbers")
            String digest,

            @Schema(description = "When the first of the actual values was posted")
            Instant from,

            @Schema(description = "When the last of them was posted")
            Instant to) {
        static LabelledView of(LabelledRows labelled) {
            return new LabelledView(labelled.rows(), labelled.digest(), labelled.from(), labelled.to());
        }
    }

    /** One entry of the history. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ChampionChange")
    record Change(
            int sequence,
            Instant at,

            @Schema(enumeration = {"promoted", "rolled_back"})
            String action,

            @Nullable Integer from,
            int to,
            String actor,
            String reason,

            @Nullable @Schema(description = "What the promotion gate had said against the version; missing if nothing")
            RefusalView refusal) {
        static Change of(ChampionChange change) {
            return new Change(
                    change.sequence(),
                    change.at(),
                    change.action().label(),
                    change.from(),
                    change.to(),
                    change.actor(),
                    change.reason(),
                    Optional.ofNullable(change.refusal()).map(RefusalView::of).orElse(null));
        }
    }

    /** Why the champion is changed; recorded in the history. */
    @Schema(name = "Reason", additionalProperties = Schema.False.class)
    record Reason(
            @Schema(examples = "Version 4 predicts poorly near the coast", nullable = true)
            String reason) {}
}
