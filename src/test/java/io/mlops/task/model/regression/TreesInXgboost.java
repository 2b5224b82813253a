package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.housing.Dataset;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/** The reference for {@link TreeEnsemble}: the library itself, with the same model file. */
public final class TreesInXgboost {
    private TreesInXgboost() {}

    /** Predicts every row with both; the results must be equal, bit for bit. */
    public static void assertSame(TrainedModel model, Dataset dataset) throws Exception {
        int width = model.spec().features().names().size();
        float[] flat = new float[dataset.rows() * width];
        for (int r = 0; r < dataset.rows(); r++) {
            double[] columns = model.spec().features().derive(dataset.row(r));
            for (int c = 0; c < width; c++) {
                flat[r * width + c] = (float) columns[c];
            }
        }
        Booster booster = XGBoost.loadModel(model.file().bytes());
        DMatrix data = new DMatrix(flat, dataset.rows(), width, Float.NaN);
        float[][] expected = booster.predict(data);
        double[] actual = model.predict(dataset);
        for (int r = 0; r < actual.length; r++) {
            assertThat(actual[r]).as("row %d", r).isEqualTo(expected[r][0]);
        }
        data.dispose();
        booster.dispose();
    }
}
