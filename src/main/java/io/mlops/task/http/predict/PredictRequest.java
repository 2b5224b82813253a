package io.mlops.task.http.predict;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureRows;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a JSON body: an object with the eight features, or a list of them; or either in the key {@code features} or
 * {@code instances} of an object, as clients of other services send it. There a row may also be a list of eight numbers.
 *
 * @param list whether the response is a list
 * @param coverage of the intervals, the body's {@code confidence_level}; null for the model's own
 */
record PredictRequest(
        FeatureRows rows, boolean list, @Nullable Double coverage) {
    static final String FEATURES = "features";
    static final String INSTANCES = "instances";
    static final String CONFIDENCE_LEVEL = "confidence_level";
    /** Without effect: each response has an interval. */
    private static final String RETURN_CONFIDENCE = "return_confidence";

    private static final int MAX_DEPTH = 4;

    static PredictRequest read(InputStream body) throws IOException, InvalidRowsException {
        Reader reader = new Reader();
        boolean list = JsonBody.forEach(body, reader::accept);
        return new PredictRequest(reader.rows.build(), list || reader.list, reader.coverage);
    }

    /** Collects the rows. */
    private static final class Reader {
        private final FeatureRows.Builder rows = new FeatureRows.Builder();
        private int count;
        private boolean list;
        private @Nullable Double coverage;

        /** Accepts an item of a list, or the only value. */
        void accept(JsonNode node) {
            String wrapper = wrapper(node);
            if (wrapper == null) {
                addRow(node);
                return;
            }
            JsonNode wrapped = node.path(wrapper);
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String key = entry.getKey();
                if (key.equals(CONFIDENCE_LEVEL)) {
                    coverage = Coverage.of(entry.getValue());
                } else if (!key.equals(wrapper) && !key.equals(RETURN_CONFIDENCE)) {
                    rows.addUnknown(key);
                }
            }
            if (wrapped.isArray() && (wrapped.isEmpty() || !wrapped.path(0).isNumber())) {
                list = true;
                wrapped.forEach(item -> {
                    String inner = wrapper(item);
                    addRow(inner == null ? item : item.path(inner));
                });
            } else {
                addRow(wrapped);
            }
        }

        /** Returns in which key an object without a feature of its own has rows; null if it has none there. */
        private static @Nullable String wrapper(JsonNode node) {
            String key = node.has(INSTANCES) ? INSTANCES : FEATURES;
            return node.path(key).isContainerNode() && features(node).isEmpty() ? key : null;
        }

        private void addRow(JsonNode node) {
            count++;
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            if (node.isArray() && node.size() == Feature.count()) {
                Feature.all().forEach(feature -> row.put(feature.label(), value(node.get(feature.column()))));
            } else if (node.isObject()) {
                requireNoneMisplaced(node);
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    addField(row, field.getKey(), field.getValue());
                }
            } else {
                throw invalid(Messages.mustBe("an object with the eight features", SafeText.excerpt(node.toString())));
            }
            rows.add(row);
        }

        private void addField(Map<String, @Nullable Object> row, String name, JsonNode value) {
            if (name.equals(CONFIDENCE_LEVEL) && !value.isContainerNode()) {
                coverage = Coverage.of(value);
            } else {
                boolean isKey = name.equals(FeatureRows.KEY) && value.isTextual();
                row.put(name, isKey ? value.textValue() : value(value));
            }
        }

        /** Features in another object are named as such, rather than as missing. */
        private void requireNoneMisplaced(JsonNode row) {
            for (Map.Entry<String, JsonNode> field : row.properties()) {
                if (field.getValue().isContainerNode()) {
                    requireNoneMisplaced(features(row), field.getValue(), field.getKey(), 1);
                }
            }
        }

        private void requireNoneMisplaced(Set<Feature> own, JsonNode node, String path, int depth) {
            if (depth > MAX_DEPTH || own.size() == Feature.count()) {
                return;
            }
            Set<Feature> misplaced = features(node);
            misplaced.removeAll(own);
            if (!misplaced.isEmpty()) {
                String names = misplaced.stream().map(Feature::label).collect(Collectors.joining(", "));
                throw invalid(names + ": "
                        + Messages.mustBe(
                                "keys of the row, or of its \"" + FEATURES + "\"",
                                "in \"" + SafeText.excerpt(path) + '"'));
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                requireNoneMisplaced(own, field.getValue(), path + "." + field.getKey(), depth + 1);
            }
            if (node.isArray() && !node.isEmpty()) {
                requireNoneMisplaced(own, node.get(0), path + "[0]", depth + 1);
            }
        }

        private ProblemException invalid(String what) {
            return new ProblemException(ProblemDetails.Type.INVALID_ROWS, "row " + count + ": " + what);
        }
    }

    private static Set<Feature> features(JsonNode node) {
        return node.properties().stream()
                .flatMap(field -> Feature.find(field.getKey()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
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
