package io.mlops.task.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.model.Champion;
import io.mlops.task.model.FeatureCsv;
import io.mlops.task.model.FeatureRows;
import io.mlops.task.model.InvalidRows;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ServedModel;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what a client sends to predictions: all rows of a request are answered by one version, or none is. */
@Singleton
final class Predictions {

    /** One prediction for an object, many for a list of them. */
    Object ofJson(ServedModel model, JsonNode json) throws InvalidRows {
        List<JsonNode> nodes = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(nodes::add);
        } else {
            nodes.add(json);
        }
        FeatureRows rows = checked(model, nodes);
        Champion champion = ServedModels.champion(model);
        if (json.isArray()) {
            return many(model, champion, rows);
        }
        ServedModel.Answer answer = model.answer(champion, rows.rows()[0]);
        model.listener().served();
        return PredictionView.single(champion, model.name(), answer, rows.unknown());
    }

    PredictionView.Many ofCsv(ServedModel model, Reader text) throws InvalidRows, IOException {
        try (FeatureCsv csv = FeatureCsv.open(text, "the body")) {
            return many(model, ServedModels.champion(model), csv.all());
        } catch (InvalidRows e) {
            model.listener().refused(e.problems());
            throw e;
        } catch (ModelException e) {
            model.listener().refused(List.of());
            throw new ProblemException(Problem.Kind.INVALID_ROWS, Texts.printable(e.getMessage()));
        }
    }

    private static PredictionView.Many many(ServedModel model, Champion champion, FeatureRows rows) {
        List<PredictionView> predictions = new ArrayList<>(rows.rows().length);
        for (double[] row : rows.rows()) {
            predictions.add(PredictionView.oneOfMany(model.answer(champion, row)));
        }
        model.listener().served();
        return new PredictionView.Many(model.name(), champion.version().number(), predictions, rows.unknown());
    }

    private static FeatureRows checked(ServedModel model, List<JsonNode> nodes) throws InvalidRows {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            if (!node.isObject()) {
                model.listener().refused(List.of());
                throw new ProblemException(
                        Problem.Kind.INVALID_ROWS,
                        "row " + (rows.size() + 1) + ": found " + Texts.shown(node.toString())
                                + "; wanted an object with the eight features");
            }
            rows.add(row(node));
        }
        try {
            return FeatureRows.of(rows);
        } catch (InvalidRows e) {
            model.listener().refused(e.problems());
            throw e;
        }
    }

    private static Map<String, @Nullable Object> row(JsonNode node) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            row.put(Texts.shown(field.getKey()), value(field.getValue()));
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
        return node.isTextual() ? Texts.shown(node.textValue()) : new Other(Texts.shown(node.toString()));
    }

    /** A value that is no number and no text, shown as it was written. */
    private record Other(String json) {
        @Override
        public String toString() {
            return json;
        }
    }
}
