package io.mlops.task.http.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.monitoring.ServingListener;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol, as rows of features. Tensors are JSON, flat or nested, or follow the JSON as
 * in the binary tensor data extension.
 *
 * @param id the client's own, returned in the response; null if none
 * @param outputs that are requested
 * @param coverage of the intervals, the parameter of this name; null for the model's own
 */
record InferenceRequest(
        @Nullable String id,
        TensorRows rows,
        List<Output> outputs,
        @Nullable Double coverage) {
    static final String FEATURES = "features";
    private static final Set<String> DATATYPES =
            Set.of("FP64", "FP32", "INT64", "INT32", "INT16", "INT8", "UINT64", "UINT32", "UINT16", "UINT8");

    /** A requested tensor, as binary data or as JSON. */
    record Output(String name, boolean binary) {}

    List<String> binaryOutputs() {
        return outputs.stream().filter(Output::binary).map(Output::name).toList();
    }

    static InferenceRequest read(byte[] body, @Nullable String headerLength, ServingListener listener)
            throws IOException {
        try {
            return read(body, headerLength);
        } catch (ProblemException e) {
            listener.onRejected(0);
            throw e;
        }
    }

    private static InferenceRequest read(byte[] bytes, @Nullable String headerLength) throws IOException {
        int json = headerLength == null ? bytes.length : length(headerLength, bytes.length);
        ByteBuffer binary = BinaryTensorCodec.payload(bytes, json);
        JsonBody request = new JsonBody(TensorJson.read(bytes, json));
        JsonNode inputs = request.json().path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw ProblemException.invalid("key \"inputs\": must be a list of tensors");
        }
        return new InferenceRequest(
                request.text("id"), rows(inputs, binary), outputs(request.json()), coverage(request.json()));
    }

    private static @Nullable Double coverage(JsonNode request) {
        JsonNode coverage = request.path("parameters").path(Coverage.KEY);
        return coverage.isMissingNode() || coverage.isNull() ? null : Coverage.of(coverage);
    }

    private static TensorRows rows(JsonNode inputs, ByteBuffer binary) {
        double[][] columns = new double[Feature.count()][];
        for (JsonNode input : inputs) {
            String name = input.path("name").asText();
            double[] data = data(input, name, binary);
            if (name.equals(FEATURES)) {
                if (inputs.size() > 1) {
                    throw invalid(name, "must be the only input; or name the eight features");
                }
                requireShape(input, FEATURES, data.length, Feature.count());
                return new TensorRows(data.length / Feature.count(), data);
            }
            Feature feature = Feature.find(name)
                    .orElseThrow(() -> invalid(name, "name must be " + FEATURES + " or one of " + Feature.labels()));
            requireShape(input, name, data.length, 1);
            columns[feature.column()] = data;
        }
        return new TensorRows(requireSameLength(columns), columns);
    }

    private static int requireSameLength(double[][] columns) {
        for (Feature feature : Feature.all()) {
            double[] column = columns[feature.column()];
            if (column == null) {
                throw invalid(feature.label(), "missing; all eight features are required");
            }
            if (column.length != columns[0].length) {
                throw invalid(
                        feature.label(),
                        Messages.mustBe(columns[0].length + " rows, as the other inputs have", column.length));
            }
        }
        return columns[0].length;
    }

    /** {@code [rows, width]}; with a width of 1 also {@code [rows]}. */
    private static void requireShape(JsonNode input, String name, int values, int width) {
        JsonNode shape = input.path("shape");
        boolean flat = width == 1 && shape.size() == 1;
        long rows = shape.path(0).asLong(-1);
        boolean fits = (flat || (shape.size() == 2 && shape.path(1).asInt(-1) == width))
                && rows > 0
                && rows == (double) values / width;
        if (!fits) {
            throw invalid(
                    name,
                    "shape "
                            + Messages.mustBe(
                                    "[rows, " + width + "] and have as many values",
                                    SafeText.excerpt(shape.toString()) + " with " + values + " values"));
        }
    }

    private static double[] data(JsonNode input, String name, ByteBuffer binary) {
        String datatype = input.path("datatype").asText();
        if (!DATATYPES.contains(datatype)) {
            throw invalid(
                    name,
                    "datatype "
                            + Messages.mustBe("FP64, FP32 or an integer type", '"' + SafeText.excerpt(datatype) + '"'));
        }
        JsonNode size = input.path("parameters").path("binary_data_size");
        double[] data =
                size.isInt() ? BinaryTensorCodec.read(name, datatype, size.intValue(), binary) : json(input, name);
        for (int i = 0; i < data.length; i++) {
            if (!Double.isFinite(data[i])) {
                throw invalidRows(name, "value " + i + " " + Messages.mustBe("a finite number", data[i]));
            }
        }
        return data;
    }

    private static double[] json(JsonNode input, String name) {
        if (input.path("data") instanceof POJONode data && data.getPojo() instanceof TensorJson.Values values) {
            return values.of(name);
        }
        throw invalidRows(name, "value 0 " + Messages.mustBe("a number", "missing"));
    }

    /** Returns each requested output once; all if none is named. */
    private static List<Output> outputs(JsonNode request) {
        boolean binary = request.path("parameters").path("binary_data_output").asBoolean(false);
        Map<String, Output> outputs = new LinkedHashMap<>();
        for (JsonNode output : request.path("outputs")) {
            String name = output.path("name").asText();
            if (!InferenceTensors.NAMES.contains(name)) {
                throw ProblemException.invalid(
                        "output " + Messages.mustBe("prediction, lower or upper", '"' + SafeText.excerpt(name) + '"'));
            }
            JsonNode parameters = output.path("parameters");
            if (!parameters.isMissingNode() && !parameters.isObject()) {
                throw ProblemException.invalid("output \"" + name + "\": parameters "
                        + Messages.mustBe("an object", SafeText.excerpt(parameters.toString())));
            }
            boolean own = parameters.path("binary_data").asBoolean(binary);
            outputs.put(name, new Output(name, own));
        }
        if (outputs.isEmpty()) {
            InferenceTensors.NAMES.forEach(name -> outputs.put(name, new Output(name, binary)));
        }
        return List.copyOf(outputs.values());
    }

    private static int length(String header, int max) {
        if (header.matches("[0-9]{1,9}") && Integer.parseInt(header) <= max) {
            return Integer.parseInt(header);
        }
        throw ProblemException.invalid("Inference-Header-Content-Length: "
                + Messages.mustBe("at most the body's " + max + " bytes", '"' + SafeText.excerpt(header) + '"'));
    }

    static ProblemException invalidRows(String name, String what) {
        return new ProblemException(ProblemDetails.Type.INVALID_ROWS, "input " + SafeText.excerpt(name) + ": " + what);
    }

    private static ProblemException invalid(String name, String what) {
        return ProblemException.invalid("input \"" + SafeText.excerpt(name) + "\": " + what);
    }
}
