package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.housing.Dataset;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/** The oracle of {@link TreeEnsemble}: the library itself, asked with the same model file. */
public final class TreesInXgboost {
    private TreesInXgboost() {}

    /** Every row of the table is predicted by both, and not one bit may differ. */
    public static void assertSame(TrainedModel model, Dataset table) throws Exception {
        int width = model.spec().features().names().size();
        float[] flat = new float[table.rows() * width];
        for (int r = 0; r < table.rows(); r++) {
            double[] columns = model.spec().features().derive(table.row(r));
            for (int c = 0; c < width; c++) {
                flat[r * width + c] = (float) columns[c];
            }
        }
        Booster booster = XGBoost.loadModel(model.file().bytes());
        DMatrix data = new DMatrix(flat, table.rows(), width, Float.NaN);
        float[][] wanted = booster.predict(data);
        double[] found = model.predict(table);
        for (int r = 0; r < found.length; r++) {
            assertThat(found[r]).as("row %d", r).isEqualTo(wanted[r][0]);
        }
        data.dispose();
        booster.dispose();
    }
}
