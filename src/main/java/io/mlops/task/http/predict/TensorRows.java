package io.mlops.task.http.predict;

import io.mlops.task.model.housing.Feature;

/**
 * Rows of features as tensors hold them.
 *
 * @param values of one tensor, row after row, or of eight, each with the values of a feature
 */
@SuppressWarnings("ArrayRecordComponent") // rows for a model; never compared
record TensorRows(int count, double[]... values) {

    double[] row(int number) {
        double[] row = new double[Feature.count()];
        for (int feature = 0; feature < row.length; feature++) {
            row[feature] = values.length == 1 ? values[0][number * row.length + feature] : values[feature][number];
        }
        return row;
    }
}
