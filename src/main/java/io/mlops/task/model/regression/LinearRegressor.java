package io.mlops.task.model.regression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import java.util.Arrays;

/** intercept + sum of coefficient * column; its file is a JSON object of the two. */
final class LinearRegressor implements Regressor {
    static final String FILE = "model.json";
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .build();

    private final Weights weights;

    @SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
    private record Weights(double intercept, double[] coefficients) {}

    private LinearRegressor(Weights weights) {
        this.weights = weights;
    }

    /** @param estimates the intercept, then a coefficient for each column */
    static LinearRegressor of(double[] estimates) {
        double[] coefficients = Arrays.copyOfRange(estimates, 1, estimates.length);
        return new LinearRegressor(new Weights(estimates[0], coefficients));
    }

    static LinearRegressor read(byte[] bytes) throws ModelException {
        try {
            return new LinearRegressor(JSON.readValue(bytes, Weights.class));
        } catch (IOException e) {
            throw new ModelException(FILE + " is not a linear model: " + e.getMessage(), e);
        }
    }

    @Override
    public double predict(double[] columns) {
        double sum = weights.intercept;
        for (int c = 0; c < columns.length; c++) {
            sum += weights.coefficients[c] * columns[c];
        }
        return sum;
    }

    @Override
    public ModelFile file() {
        try {
            return new ModelFile(FILE, JSON.writeValueAsBytes(weights));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a number and a list cannot be written as JSON", e);
        }
    }
}
