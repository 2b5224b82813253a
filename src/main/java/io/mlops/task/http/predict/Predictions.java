package io.mlops.task.http.predict;

import io.mlops.task.http.models.ModelLookup;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureCsvReader;
import io.mlops.task.model.housing.FeatureRows;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.text.SafeText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns request bodies into predictions: all rows of a request are predicted by one version, or none is. */
@Singleton
final class Predictions {

    /**
     * Returns one prediction for an object, a list of them for a list.
     *
     * @param coverage of the intervals unless the body says another one; null for the model's own
     */
    Object fromJson(ServedModel model, InputStream body, @Nullable Double coverage)
            throws IOException, InvalidRowsException {
        PredictRequest request;
        try {
            request = PredictRequest.read(body);
        } catch (InvalidRowsException e) {
            model.listener().onRejected(e.count());
            throw e;
        } catch (ProblemException e) {
            model.listener().onRejected(0);
            throw e;
        }
        FeatureRows rows = request.rows();
        Champion champion = ModelLookup.champion(model);
        ConformalIntervals intervals =
                Coverage.intervals(champion, request.coverage() == null ? coverage : request.coverage());
        if (request.list()) {
            return batch(model, champion, intervals, rows);
        }
        ServedModel.ServedPrediction answer = model.predict(champion, rows.rows()[0], key(rows, 0));
        model.listener().onPredicted();
        return PredictionView.single(champion, model.name(), answer, intervals, rows.unknown());
    }

    PredictionView.PredictionListView fromCsv(ServedModel model, Reader text, @Nullable Double coverage)
            throws InvalidRowsException, IOException {
        try (FeatureCsvReader csv = FeatureCsvReader.open(text, "the body")) {
            FeatureRows rows = csv.readAll();
            Champion champion = ModelLookup.champion(model);
            return batch(model, champion, Coverage.intervals(champion, coverage), rows);
        } catch (InvalidRowsException e) {
            model.listener().onRejected(e.count());
            throw e;
        } catch (ModelException e) {
            model.listener().onRejected(0);
            throw new ProblemException(ProblemDetails.Type.INVALID_ROWS, SafeText.printable(e.getMessage()));
        }
    }

    /** Predicts while the response is written: all of its predictions would take far more memory than the rows. */
    private static PredictionView.PredictionListView batch(
            ServedModel model, Champion champion, ConformalIntervals intervals, FeatureRows rows) {
        Iterator<PredictionView> predictions = IntStream.range(0, rows.rows().length)
                .mapToObj(row ->
                        PredictionView.item(model.predict(champion, rows.rows()[row], key(rows, row)), intervals))
                .iterator();
        model.listener().onPredicted();
        return new PredictionView.PredictionListView(
                model.name(), champion.version().number(), predictions, rows.unknown());
    }

    private static @Nullable String key(FeatureRows rows, int row) {
        String key = rows.keys().get(row);
        return key.isEmpty() ? null : key;
    }
}
