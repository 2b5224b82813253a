package io.mlops.task.http.predict;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.http.models.ModelLookup;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureCsvReader;
import io.mlops.task.model.housing.FeatureRows;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns request bodies into predictions: all rows of a request are predicted by one version, or none is. */
@Singleton
final class Predictions {

    /** Returns one prediction for an object, a list of them for a list. */
    Object fromJson(ServedModel model, JsonNode json) throws InvalidRowsException {
        List<JsonNode> nodes = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(nodes::add);
        } else {
            nodes.add(json);
        }
        FeatureRows rows = checked(model, nodes);
        Champion champion = ModelLookup.champion(model);
        if (json.isArray()) {
            return batch(model, champion, rows);
        }
        ServedModel.ServedPrediction answer = model.predict(champion, rows.rows()[0]);
        model.listener().onPredicted();
        return PredictionView.single(champion, model.name(), answer, rows.unknown());
    }

    PredictionView.PredictionListView fromCsv(ServedModel model, Reader text) throws InvalidRowsException, IOException {
        try (FeatureCsvReader csv = FeatureCsvReader.open(text, "the body")) {
            return batch(model, ModelLookup.champion(model), csv.readAll());
        } catch (InvalidRowsException e) {
            model.listener().onRejected(e.errors());
            throw e;
        } catch (ModelException e) {
            model.listener().onRejected(List.of());
            throw new ProblemException(ProblemDetails.Type.INVALID_ROWS, SafeText.printable(e.getMessage()));
        }
    }

    private static PredictionView.PredictionListView batch(ServedModel model, Champion champion, FeatureRows rows) {
        List<PredictionView> predictions = new ArrayList<>(rows.rows().length);
        for (double[] row : rows.rows()) {
            predictions.add(PredictionView.item(model.predict(champion, row)));
        }
        model.listener().onPredicted();
        return new PredictionView.PredictionListView(
                model.name(), champion.version().number(), predictions, rows.unknown());
    }

    private static FeatureRows checked(ServedModel model, List<JsonNode> nodes) throws InvalidRowsException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            if (!node.isObject()) {
                model.listener().onRejected(List.of());
                throw new ProblemException(
                        ProblemDetails.Type.INVALID_ROWS,
                        "row " + (rows.size() + 1) + ": "
                                + Messages.mustBe(
                                        "an object with the eight features", SafeText.excerpt(node.toString())));
            }
            rows.add(row(node));
        }
        try {
            return FeatureRows.of(rows);
        } catch (InvalidRowsException e) {
            model.listener().onRejected(e.errors());
            throw e;
        }
    }

    private static Map<String, @Nullable Object> row(JsonNode node) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            row.put(SafeText.excerpt(field.getKey()), value(field.getValue()));
        }
        return row;
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isNumber()) {
            return node.numberValue();
        }
        if (node.isNull()) {
            return null;
        }
        return node.isTextual() ? SafeText.excerpt(node.textValue()) : new Other(SafeText.excerpt(node.toString()));
    }

    /** A value that is neither a number nor text, for a message. */
    private record Other(String json) {
        @Override
        public String toString() {
            return json;
        }
    }
}
