package io.mlops.task.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.model.Feature;
import io.mlops.task.model.ServingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol, as rows of features. Tensors come as JSON, flat or nested, or as the binary
 * tensor data extension has them: little-endian, behind the JSON.
 *
 * @param id the client's own, to be given back; null where it gave none
 * @param rows {@code [row][feature]}
 * @param outputs the names asked for; empty for all
 */
@SuppressWarnings("ArrayRecordComponent") // rows for a model; compared by nobody
record InferenceRequest(@Nullable String id, double[][] rows, List<String> outputs) {
    static final String FEATURES = "features";
    private static final Set<String> DATATYPES =
            Set.of("FP64", "FP32", "INT64", "INT32", "INT16", "INT8", "UINT32", "UINT16", "UINT8");

    static InferenceRequest read(byte[] body, @Nullable String headerLength, ServingListener listener)
            throws IOException {
        try {
            return read(body, headerLength);
        } catch (ProblemException e) {
            listener.refused(List.of());
            throw e;
        }
    }

    private static InferenceRequest read(byte[] bytes, @Nullable String headerLength) throws IOException {
        int json = headerLength == null ? bytes.length : length(headerLength, bytes.length);
        ByteBuffer binary = ByteBuffer.wrap(bytes, json, bytes.length - json).order(ByteOrder.LITTLE_ENDIAN);
        JsonBody request = JsonBody.object(JsonBody.any(bytes, 0, json));
        JsonNode inputs = request.json().path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw ProblemException.invalid("key \"inputs\": wanted a list of tensors");
        }
        return new InferenceRequest(request.text("id"), rows(inputs, binary), outputs(request.json()));
    }

    private static double[][] rows(JsonNode inputs, ByteBuffer binary) {
        double[][] columns = new double[Feature.count()][];
        for (JsonNode input : inputs) {
            String name = input.path("name").asText();
            double[] data = data(input, name, binary);
            if (name.equals(FEATURES)) {
                if (inputs.size() > 1) {
                    throw invalid(name, "found other inputs beside it, wanted it alone or the eight features by name");
                }
                return matrix(input, data);
            }
            Feature feature = Feature.named(name)
                    .orElseThrow(() -> invalid(name, "wanted " + FEATURES + " or one of " + Feature.titles()));
            requireShape(input, name, data.length, 1);
            columns[feature.column()] = data;
        }
        return transposed(columns);
    }

    private static double[][] matrix(JsonNode input, double[] data) {
        int width = Feature.count();
        requireShape(input, FEATURES, data.length / width, width);
        double[][] rows = new double[data.length / width][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = Arrays.copyOfRange(data, r * width, (r + 1) * width);
        }
        return rows;
    }

    private static double[][] transposed(double[][] columns) {
        double[][] rows = null;
        for (Feature feature : Feature.all()) {
            double[] column = columns[feature.column()];
            if (column == null) {
                throw invalid(feature.title(), "it is missing, wanted all eight features");
            }
            if (rows == null) {
                rows = new double[column.length][Feature.count()];
            }
            if (column.length != rows.length) {
                throw invalid(
                        feature.title(),
                        "found " + column.length + " rows, wanted " + rows.length + ", as the other inputs have");
            }
            for (int r = 0; r < rows.length; r++) {
                rows[r][feature.column()] = column[r];
            }
        }
        return rows == null ? new double[0][] : rows;
    }

    /** {@code [rows, width]}; with a width of 1 also {@code [rows]}. */
    private static void requireShape(JsonNode input, String name, int rows, int width) {
        JsonNode shape = input.path("shape");
        boolean flat = width == 1 && shape.size() == 1;
        boolean fits = (flat || (shape.size() == 2 && shape.path(1).asInt(-1) == width))
                && shape.path(0).asInt(-1) == rows
                && rows > 0;
        if (!fits) {
            throw invalid(
                    name,
                    "found shape " + Texts.shown(shape.toString()) + ", wanted [" + Math.max(1, rows) + ", " + width
                            + "] with as many values");
        }
    }

    private static double[] data(JsonNode input, String name, ByteBuffer binary) {
        String datatype = input.path("datatype").asText();
        if (!DATATYPES.contains(datatype)) {
            throw invalid(name, "found datatype \"" + Texts.shown(datatype) + "\", wanted FP64, FP32 or an integer");
        }
        JsonNode size = input.path("parameters").path("binary_data_size");
        double[] data = size.isInt() ? binary(name, datatype, size.intValue(), binary) : json(input, name);
        for (int i = 0; i < data.length; i++) {
            if (!Double.isFinite(data[i])) {
                throw new ProblemException(
                        Problem.Kind.INVALID_ROWS,
                        "input " + name + ": value " + i + " is " + data[i] + ", wanted a finite number");
            }
        }
        return data;
    }

    private static double[] json(JsonNode input, String name) {
        List<Double> values = new ArrayList<>();
        flatten(input.path("data"), name, values, 0);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void flatten(JsonNode data, String name, List<Double> values, int depth) {
        if (data.isArray() && depth < 3) {
            data.forEach(item -> flatten(item, name, values, depth + 1));
        } else if (data.isNumber()) {
            values.add(data.doubleValue());
        } else {
            throw new ProblemException(
                    Problem.Kind.INVALID_ROWS,
                    "input " + Texts.shown(name) + ": value " + values.size() + ": found "
                            + Texts.shown(data.isMissingNode() ? "nothing" : data.toString()) + ", wanted a number");
        }
    }

    private static double[] binary(String name, String datatype, int size, ByteBuffer binary) {
        int width = datatype.endsWith("64") ? 8 : datatype.endsWith("32") ? 4 : datatype.endsWith("16") ? 2 : 1;
        if (size < 0 || size > binary.remaining() || size % width != 0) {
            throw invalid(
                    name,
                    "binary_data_size " + size + " does not fit the " + binary.remaining()
                            + " bytes that are left behind the JSON");
        }
        double[] data = new double[size / width];
        for (int i = 0; i < data.length; i++) {
            data[i] = value(datatype, binary);
        }
        return data;
    }

    private static double value(String datatype, ByteBuffer binary) {
        return switch (datatype) {
            case "FP64" -> binary.getDouble();
            case "FP32" -> binary.getFloat();
            case "INT64" -> (double) binary.getLong();
            case "INT32" -> binary.getInt();
            case "UINT32" -> Integer.toUnsignedLong(binary.getInt());
            case "INT16" -> binary.getShort();
            case "UINT16" -> Short.toUnsignedInt(binary.getShort());
            case "INT8" -> binary.get();
            default -> Byte.toUnsignedInt(binary.get());
        };
    }

    private static List<String> outputs(JsonNode request) {
        List<String> names = new ArrayList<>();
        for (JsonNode output : request.path("outputs")) {
            String name = output.path("name").asText();
            if (InferenceTensors.OUTPUTS.stream()
                    .noneMatch(known -> known.name().equals(name))) {
                throw ProblemException.invalid("output \"" + Texts.shown(name) + "\", wanted prediction, low or high");
            }
            names.add(name);
        }
        return names;
    }

    private static int length(String header, int most) {
        if (header.matches("[0-9]{1,9}") && Integer.parseInt(header) <= most) {
            return Integer.parseInt(header);
        }
        throw ProblemException.invalid("Inference-Header-Content-Length: found \"" + Texts.shown(header)
                + "\", wanted a number up to the body's " + most + " bytes");
    }

    private static ProblemException invalid(String name, String what) {
        return ProblemException.invalid("input \"" + Texts.shown(name) + "\": " + what);
    }
}
