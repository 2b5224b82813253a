package io.mlops.task.http.predict;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.http.models.ModelLookup;
import io.mlops.task.http.problem.JsonBody;
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
import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns request bodies into predictions: all rows of a request are predicted by one version, or none is. */
@Singleton
final class Predictions {

    /** Returns one prediction for an object, a list of them for a list. */
    Object fromJson(ServedModel model, InputStream body) throws IOException, InvalidRowsException {
        RowsFromJson json = new RowsFromJson();
        boolean list;
        FeatureRows rows;
        try {
            list = JsonBody.forEach(body, json);
            rows = json.rows.build();
        } catch (InvalidRowsException e) {
            model.listener().onRejected(e.count());
            throw e;
        } catch (ProblemException e) {
            model.listener().onRejected(0);
            throw e;
        }
        Champion champion = ModelLookup.champion(model);
        if (list) {
            return batch(model, champion, rows);
        }
        ServedModel.ServedPrediction answer = model.predict(champion, rows.rows()[0], key(rows, 0));
        model.listener().onPredicted();
        return PredictionView.single(champion, model.name(), answer, rows.unknown());
    }

    PredictionView.PredictionListView fromCsv(ServedModel model, Reader text) throws InvalidRowsException, IOException {
        try (FeatureCsvReader csv = FeatureCsvReader.open(text, "the body")) {
            return batch(model, ModelLookup.champion(model), csv.readAll());
        } catch (InvalidRowsException e) {
            model.listener().onRejected(e.count());
            throw e;
        } catch (ModelException e) {
            model.listener().onRejected(0);
            throw new ProblemException(ProblemDetails.Type.INVALID_ROWS, SafeText.printable(e.getMessage()));
        }
    }

    /** Predicts while the response is written: all of its predictions would take far more memory than the rows. */
    private static PredictionView.PredictionListView batch(ServedModel model, Champion champion, FeatureRows rows) {
        Iterator<PredictionView> predictions = IntStream.range(0, rows.rows().length)
                .mapToObj(row -> PredictionView.item(model.predict(champion, rows.rows()[row], key(rows, row))))
                .iterator();
        model.listener().onPredicted();
        return new PredictionView.PredictionListView(
                model.name(), champion.version().number(), predictions, rows.unknown());
    }

    private static @Nullable String key(FeatureRows rows, int row) {
        String key = rows.keys().get(row);
        return key.isEmpty() ? null : key;
    }

    /** Collects the objects of a list. */
    private static final class RowsFromJson implements Consumer<JsonNode> {
        private final FeatureRows.Builder rows = new FeatureRows.Builder();
        private int count;

        @Override
        public void accept(JsonNode node) {
            count++;
            if (!node.isObject()) {
                throw new ProblemException(
                        ProblemDetails.Type.INVALID_ROWS,
                        "row " + count + ": "
                                + Messages.mustBe(
                                        "an object with the eight features", SafeText.excerpt(node.toString())));
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                JsonNode value = field.getValue();
                boolean isKey = field.getKey().equals(FeatureRows.KEY) && value.isTextual();
                row.put(field.getKey(), isKey ? value.textValue() : value(value));
            }
            rows.add(row);
        }
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
