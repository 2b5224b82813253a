package io.mlops.task.http.predict;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.JsonTokens;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON of an inference request as a tree, but for the values of its tensors: those are {@link Values}. */
final class TensorJson {
    private static final Set<String> REQUEST_KEYS = Set.of("id", "inputs", "outputs", "parameters");
    private static final Set<String> INPUT_KEYS = Set.of("name", "datatype", "shape", "parameters");
    private static final int MAX_DEPTH = 3;

    private TensorJson() {}

    /** Values of a tensor, flat or nested in the JSON; an error of theirs is reported with the tensor's name. */
    static final class Values {
        private double[] values = new double[64];
        private int count;
        private @Nullable String error;

        /** @throws ProblemException see {@link InferenceRequest#invalidRows} */
        double[] of(String tensor) {
            if (error != null) {
                throw InferenceRequest.invalidRows(tensor, error);
            }
            return Arrays.copyOf(values, count);
        }

        private void add(double value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        private void read(JsonTokens tokens, int depth) throws IOException {
            if (tokens.hasToken(JsonToken.START_ARRAY) && depth < MAX_DEPTH) {
                while (tokens.nextToken() != JsonToken.END_ARRAY) {
                    read(tokens, depth + 1);
                }
            } else if (error != null) {
                tokens.skipChildren();
            } else if (tokens.currentToken().isNumeric()) {
                add(tokens.getDoubleValue());
            } else {
                String actual =
                        SafeText.excerpt(tokens.currentToken().isScalarValue() ? tokens.getText() : "a list or object");
                error = "value " + count + " " + Messages.mustBe("a number", actual);
                tokens.skipChildren();
            }
        }
    }

    static ObjectNode read(byte[] bytes, int length) throws IOException {
        return JsonBody.parse(bytes, 0, length, tokens -> request(JsonBody.requireObject(tokens)));
    }

    private static ObjectNode request(JsonTokens tokens) throws IOException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        for (String key = tokens.nextFieldName(); key != null; key = tokens.nextFieldName()) {
            JsonToken first = tokens.nextToken();
            if (key.equals("inputs") && first == JsonToken.START_ARRAY) {
                readInputs(tokens, request.putArray(key));
            } else if (REQUEST_KEYS.contains(key)) {
                request.set(key, tokens.tree());
            } else {
                tokens.skipChildren();
            }
        }
        return request;
    }

    private static void readInputs(JsonTokens tokens, ArrayNode inputs) throws IOException {
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            if (inputs.size() == Feature.count()) {
                throw ProblemException.invalid("key \"inputs\": must be at most " + Feature.count() + " tensors");
            }
            if (tokens.hasToken(JsonToken.START_OBJECT)) {
                inputs.add(input(tokens));
            } else {
                throw ProblemException.invalid("key \"inputs\": must be a list of tensors");
            }
        }
    }

    private static ObjectNode input(JsonTokens tokens) throws IOException {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        for (String key = tokens.nextFieldName(); key != null; key = tokens.nextFieldName()) {
            tokens.nextToken();
            if (key.equals("data")) {
                Values values = new Values();
                values.read(tokens, 0);
                input.putPOJO(key, values);
            } else if (INPUT_KEYS.contains(key)) {
                input.set(key, tokens.tree());
            } else {
                tokens.skipChildren();
            }
        }
        return input;
    }
}
