package io.mlops.task.http.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.SafeText;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The binary tensor data extension of the Open Inference Protocol: little-endian values after the JSON, in order. */
public final class BinaryTensorCodec {
    public static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private static final String SIZE = "binary_data_size";

    private BinaryTensorCodec() {}

    static ByteBuffer payload(byte[] body, int json) {
        return ByteBuffer.wrap(body, json, body.length - json).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the next tensor's values; {@code size} is in bytes. */
    static double[] read(String name, String datatype, int size, ByteBuffer binary) {
        int width = datatype.endsWith("64") ? 8 : datatype.endsWith("32") ? 4 : datatype.endsWith("16") ? 2 : 1;
        if (size < 0 || size > binary.remaining() || size % width != 0) {
            throw ProblemException.invalid("input \"" + SafeText.excerpt(name) + "\": " + SIZE + ' ' + size
                    + " does not fit the " + binary.remaining() + " bytes that remain after the JSON");
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
            case "UINT64" -> unsigned(binary.getLong());
            case "INT32" -> binary.getInt();
            case "UINT32" -> Integer.toUnsignedLong(binary.getInt());
            case "INT16" -> binary.getShort();
            case "UINT16" -> Short.toUnsignedInt(binary.getShort());
            case "INT8" -> binary.get();
            default -> Byte.toUnsignedInt(binary.get());
        };
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }

    /** Returns the response with these outputs as binary data after its JSON. */
    static Response write(InferenceTensors.Response response, List<String> binary, ObjectMapper json)
            throws JsonProcessingException {
        List<InferenceTensors.Tensor> outputs = new ArrayList<>();
        List<double[]> moved = new ArrayList<>();
        int bytes = 0;
        for (InferenceTensors.Tensor output : response.outputs()) {
            double[] data = output.data();
            if (data != null && binary.contains(output.name())) {
                int size = data.length * Double.BYTES;
                moved.add(data);
                bytes += size;
                outputs.add(new InferenceTensors.Tensor(
                        output.name(), output.datatype(), output.shape(), Map.of(SIZE, size), null));
            } else {
                outputs.add(output);
            }
        }
        byte[] header = json.writeValueAsBytes(response.with(outputs));
        ByteBuffer body = ByteBuffer.allocate(header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        body.put(header);
        for (double[] data : moved) {
            body.asDoubleBuffer().put(data);
            body.position(body.position() + data.length * Double.BYTES);
        }
        return Response.ok(body.array(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HEADER_LENGTH, header.length)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
