package io.mlops.task.http.predict;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlops.task.model.housing.OutOfRangeWarning;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.Prediction;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A prediction as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Prediction",
        requiredProperties = {"id", "prediction", "predictionUsd", "interval", "warnings"})
record PredictionView(
        @Schema(description = "For posting the actual value to /models/{name}/actuals")
        String id,

        @Schema(description = "Median house value in 100,000 USD", examples = "4.38")
        double prediction,

        @Schema(description = "The same in USD", examples = "438000.0")
        double predictionUsd,

        IntervalView interval,

        @Nullable @Schema(description = "Of a single prediction", examples = "housing")
        String model,

        @Nullable @Schema(description = "Of a single prediction")
        Integer version,

        @Schema(description = "Values outside the training range")
        List<WarningView> warnings,

        @Nullable
        @Schema(description = "Names in the request that are not features, at most 100 of them; they are ignored")
        Set<String> ignored) {

    /** The interval in which the actual value is expected. */
    @Schema(name = "Interval")
    record IntervalView(
            double lower,
            double upper,

            @Schema(description = "Fraction of cases in which the actual value is to be within", examples = "0.9")
            double coverage,

            @Nullable
            @Schema(
                    description = "Fraction of held-out rows, not used for these bounds, of which the actual value was"
                            + " within; null if they were too few to measure it",
                    examples = "0.895")
            Double measuredCoverage) {
        static IntervalView of(Prediction.Interval interval, @Nullable Double measured) {
            return new IntervalView(interval.lower(), interval.upper(), interval.coverage(), measured);
        }
    }

    /** A value outside the training range. */
    @Schema(name = "PredictionWarning")
    record WarningView(
            @Schema(examples = "MedInc") String feature,
            double value,
            double trainingMin,
            double trainingMax,
            String message) {
        static WarningView of(OutOfRangeWarning warning) {
            return new WarningView(
                    warning.feature().label(),
                    warning.value(),
                    warning.trainingMin(),
                    warning.trainingMax(),
                    warning.message());
        }
    }

    /** Many predictions, all of one version. */
    @Schema(
            name = "Predictions",
            requiredProperties = {"model", "version", "predictions", "ignored"})
    record PredictionListView(
            @Schema(examples = "housing") String model,
            int version,

            @Schema(type = SchemaType.ARRAY, implementation = PredictionView.class)
            Iterator<PredictionView> predictions,

            Set<String> ignored) {}

    static PredictionView single(
            Champion by,
            String model,
            ServedModel.ServedPrediction answer,
            ConformalIntervals intervals,
            Set<String> ignored) {
        return of(answer, intervals, model, by.version().number(), ignored.isEmpty() ? null : ignored);
    }

    static PredictionView item(ServedModel.ServedPrediction answer, ConformalIntervals intervals) {
        return of(answer, intervals, null, null, null);
    }

    private static PredictionView of(
            ServedModel.ServedPrediction answer,
            ConformalIntervals intervals,
            @Nullable String model,
            @Nullable Integer version,
            @Nullable Set<String> ignored) {
        Prediction prediction = answer.prediction();
        return new PredictionView(
                answer.id(),
                prediction.value(),
                Math.round(prediction.dollars() * 100) / 100.0,
                IntervalView.of(intervals.around(prediction.value()), intervals.empiricalCoverage()),
                model,
                version,
                prediction.warnings().stream().map(WarningView::of).toList(),
                ignored);
    }
}
