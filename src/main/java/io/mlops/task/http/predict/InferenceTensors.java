package io.mlops.task.http.predict;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Inputs and outputs of the Open Inference Protocol. */
final class InferenceTensors {
    private static final String DOUBLE = "FP64";

    static final List<InferenceTensors.TensorMetadata> INPUTS =
            List.of(new InferenceTensors.TensorMetadata(InferenceRequest.FEATURES, DOUBLE, List.of(-1, 8)));
    static final List<InferenceTensors.TensorMetadata> OUTPUTS = List.of(
            new InferenceTensors.TensorMetadata("prediction", DOUBLE, List.of(-1)),
            new InferenceTensors.TensorMetadata("lower", DOUBLE, List.of(-1)),
            new InferenceTensors.TensorMetadata("upper", DOUBLE, List.of(-1)));

    static final List<String> NAMES =
            OUTPUTS.stream().map(InferenceTensors.TensorMetadata::name).toList();

    private InferenceTensors() {}

    /** A tensor's name, type and shape; -1 means any number of rows. */
    @Schema(name = "InferenceTensorMetadata")
    record TensorMetadata(String name, String datatype, List<Integer> shape) {}

    /** A tensor with its values, or with their size if they follow the JSON as binary data. */
    @SuppressWarnings("ArrayRecordComponent") // a response; never compared
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "InferenceTensor")
    record Tensor(
            String name,
            String datatype,
            List<Integer> shape,
            @Nullable Map<String, Integer> parameters,
            double @Nullable [] data) {}

    /** A request, for the API's description. */
    @Schema(name = "InferenceRequest")
    record RequestView(
            String id,

            @Schema(description = "coverage: of the intervals, 0.5 to 0.99; binary_data_output: true")
            Map<String, Object> parameters,

            @Schema(required = true, minItems = 1) List<TensorView> inputs,
            List<OutputView> outputs) {}

    /** An input, for the API's description. */
    @Schema(name = "InferenceInput")
    record TensorView(
            @Schema(required = true, examples = "features") String name,
            @Schema(required = true) List<Integer> shape,
            @Schema(required = true, examples = "FP64") String datatype,

            @Schema(type = SchemaType.ARRAY, description = "Flat or nested")
            List<Object> data) {}

    /** A requested output, for the API's description. */
    @Schema(name = "InferenceOutput")
    record OutputView(
            @Schema(
                    required = true,
                    enumeration = {"prediction", "lower", "upper"})
            String name,

            @Schema(description = "binary_data: true, for values after the JSON")
            Map<String, Object> parameters) {}

    /** A response. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "InferenceResponse")
    record Response(
            @JsonProperty("model_name") String modelName,

            @JsonProperty("model_version") String modelVersion,

            @Nullable
            @Schema(
                    description =
                            "The request's, or a new one. Actual values are posted under it; of several rows under id/0,"
                                    + " id/1 …")
            String id,

            @Schema(
                    description =
                            "coverage: the fraction of cases in which the actual value is between lower and upper; "
                                    + "rows_outside_training_range: rows with a warning")
            Map<String, Object> parameters,

            List<Tensor> outputs) {
        Response with(List<Tensor> others) {
            return new Response(modelName, modelVersion, id, parameters, others);
        }
    }

    /** @param chosen whether the client named the version: such predictions are not monitored */
    static Response predict(ServedModel model, Champion by, boolean chosen, InferenceRequest request) {
        int rows = request.rows().count();
        String id = request.id() == null && !chosen ? model.newId() : request.id();
        double[][] values = new double[OUTPUTS.size()][rows];
        int outside = 0;
        ConformalIntervals intervals = Coverage.intervals(by, request.coverage());
        for (int r = 0; r < rows; r++) {
            double[] row = request.rows().row(r);
            Prediction prediction = chosen
                    ? by.model().predictWithInterval(row)
                    : model.predict(by, row, rows == 1 ? id : id + "/" + r).prediction();
            values[0][r] = prediction.value();
            Prediction.Interval interval = intervals.around(prediction.value());
            values[1][r] = interval.lower();
            values[2][r] = interval.upper();
            outside += prediction.warnings().isEmpty() ? 0 : 1;
        }
        model.listener().onPredicted();
        List<Tensor> outputs = new ArrayList<>();
        for (InferenceRequest.Output output : request.outputs()) {
            double[] data = values[NAMES.indexOf(output.name())];
            outputs.add(new Tensor(output.name(), DOUBLE, List.of(rows), null, data));
        }
        return new Response(
                model.name(),
                Integer.toString(by.version().number()),
                id,
                Map.of(Coverage.KEY, intervals.coverage(), "rows_outside_training_range", outside),
                outputs);
    }
}
