package io.mlops.task.pipeline;

import io.mlops.task.execution.RoundedDecimal;
import io.mlops.task.execution.RunResult;
import io.mlops.task.execution.Sha256;
import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.LabelledRows;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.TrainingResult;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that a training adds to metrics.json. */
final class HousingMetrics {
    private static final int DECIMALS = 6;

    private HousingMetrics() {}

    /** Returns the result of a training that was skipped for the version that it would have trained again. */
    static RunResult nothingNew(HousingConfig config, ModelProvenance provenance, ModelVersion same) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("nothing_new", true);
        putData(more, provenance);
        more.put("model_hash", same.modelHash());
        more.put("model_version", same.number());
        more.put("promoted", false);
        more.put("promotion_reason", nothingNew(same));
        return new RunResult(
                config.version(),
                rows(provenance.split()),
                "rmse",
                rounded(same.heldOut().rmse()),
                config.seed(),
                more);
    }

    static String nothingNew(ModelVersion same) {
        return "Nothing new to learn: version " + same.number()
                + " was trained on the same data with the same configuration";
    }

    static RunResult of(
            HousingConfig config,
            TrainingResult result,
            ModelProvenance provenance,
            @Nullable Registration registration) {
        TrainedCandidate winner = result.winner();
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("best_model", winner.name());
        more.put("algorithm", winner.model().spec().algorithm().label());
        putScores(more, winner.heldOut());
        more.put("parameters", parameters(winner));
        Map<String, Object> candidates = new LinkedHashMap<>();
        for (TrainedCandidate candidate : result.candidates()) {
            candidates.put(candidate.name(), candidate(candidate));
        }
        more.put("candidates", candidates);
        ConformalIntervals intervals = winner.model().intervals();
        more.put("interval_coverage", roundedOrNull(intervals.empiricalCoverage()));
        more.put(
                "interval_coverage_by_price",
                intervals.bands().stream().map(HousingMetrics::band).toList());
        putData(more, provenance);
        more.put("model_hash", Sha256.digest(winner.model().file().bytes()));
        if (registration != null) {
            more.put("model_version", registration.version());
            more.put("promoted", registration.promoted());
            more.put("promotion_reason", registration.reason());
        }
        return new RunResult(
                config.version(),
                rows(provenance.split()),
                "rmse",
                rounded(winner.heldOut().rmse()),
                config.seed(),
                more);
    }

    private static long rows(TrainTestSplit.Identity split) {
        return (long) split.trainRows() + split.heldOutRows();
    }

    private static void putData(Map<String, @Nullable Object> more, ModelProvenance provenance) {
        TrainTestSplit.Identity split = provenance.split();
        more.put("data_hash", split.dataHash());
        Map<String, Object> divided = new LinkedHashMap<>();
        divided.put("seed", split.seed());
        divided.put("test_size", new BigDecimal(Doubles.toPlainString(split.testSize())));
        divided.put("train_rows", split.trainRows());
        divided.put("held_out_rows", split.heldOutRows());
        more.put("split", divided);
        LabelledRows labelled = provenance.labelled();
        if (labelled != null) {
            Map<String, Object> learnt = new LinkedHashMap<>();
            learnt.put("rows", labelled.rows());
            learnt.put("digest", labelled.digest());
            learnt.put("from", labelled.from().toString());
            learnt.put("to", labelled.to().toString());
            more.put("labelled_rows", learnt);
        }
    }

    /** Returns the scores for the log. */
    static String scores(RegressionMetrics scores) {
        return "rmse=" + rounded(scores.rmse()) + ", r2=" + rounded(scores.r2()) + ", mae=" + rounded(scores.mae())
                + " on " + scores.rows() + " held-out rows";
    }

    private static Map<String, Object> candidate(TrainedCandidate candidate) {
        Map<String, Object> scores = new LinkedHashMap<>();
        putScores(scores, candidate.heldOut());
        scores.put("train_rmse", rounded(candidate.train().rmse()));
        candidate.trials().stream()
                .min(Comparator.comparingDouble(Trial::rmse))
                .ifPresent(trial -> scores.put("cross_validation_rmse", rounded(trial.rmse())));
        scores.put("trials", candidate.trials().size());
        return scores;
    }

    private static void putScores(Map<String, Object> map, RegressionMetrics scores) {
        map.put("rmse", rounded(scores.rmse()));
        map.put("r2", rounded(scores.r2()));
        map.put("mae", rounded(scores.mae()));
        map.put("bias", rounded(scores.bias()));
    }

    private static Map<String, Object> parameters(TrainedCandidate candidate) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("features", candidate.model().spec().features().label());
        candidate
                .model()
                .spec()
                .parameters()
                .forEach((name, value) ->
                        parameters.put(name, new BigDecimal(Doubles.toPlainString(value)).stripTrailingZeros()));
        return parameters;
    }

    private static Map<String, @Nullable Object> band(ConformalIntervals.PriceBand band) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("from", roundedOrNull(band.from()));
        map.put("to", roundedOrNull(band.to()));
        map.put("rows", band.rows());
        map.put("coverage", roundedOrNull(band.coverage()));
        return map;
    }

    private static @Nullable RoundedDecimal roundedOrNull(@Nullable Double value) {
        return value == null ? null : rounded(value);
    }

    private static RoundedDecimal rounded(double value) {
        return RoundedDecimal.of(value, DECIMALS);
    }
}
