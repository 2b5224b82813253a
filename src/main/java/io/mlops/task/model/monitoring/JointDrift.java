package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.FittedRegressor;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.TrainingListener;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Drift of all columns together: a classifier is trained to tell recent rows from those of the reference. It also
 * detects what no single column shows, such as houses with swapped coordinates.
 *
 * @param auc area under its ROC curve in cross-validation: 0.5 if it cannot tell, 1 if it always can; below 0.5 if recent
 *     rows repeat those of the reference
 */
public record JointDrift(double auc, DriftLevel level) {
    /** Four standard deviations from 0.5 for 200 rows; seven for the alert. */
    private static final double WARN = 0.6;

    private static final double ALERT = 0.65;

    /** More rows of either kind hardly change the result. */
    private static final int MAX_ROWS = 2_000;

    private static final int FOLDS = 3;
    private static final long SEED = 42;
    private static final Map<String, Double> CLASSIFIER =
            Map.of("rounds", 40.0, "max_depth", 5.0, "learning_rate", 0.2, "min_child_weight", 5.0);

    /** Returns some of the rows, the same at each call. */
    static Dataset sample(Dataset rows) {
        return rows.select(sample(rows.rows()));
    }

    /** Takes a few tenths of a second. */
    static JointDrift of(Dataset reference, double[][] recent) throws ModelException {
        int[] chosen = sample(recent.length);
        int rows = reference.rows() + chosen.length;
        double[][] columns = new double[Feature.count()][rows];
        double[] isRecent = new double[rows];
        for (int r = 0; r < rows; r++) {
            int ofRecent = r - reference.rows();
            double[] row = ofRecent < 0 ? reference.row(r) : recent[chosen[ofRecent]];
            isRecent[r] = ofRecent < 0 ? 0 : 1;
            for (int c = 0; c < columns.length; c++) {
                // XGBoost has floats, and rejects infinities
                columns[c][r] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, row[c]));
            }
        }
        double auc = auc(Dataset.of(columns, isRecent));
        return new JointDrift(auc, auc > ALERT ? DriftLevel.ALERT : auc > WARN ? DriftLevel.WARN : DriftLevel.STABLE);
    }

    /** Returns the mean over folds; rows of either kind are in random order. */
    private static double auc(Dataset all) throws ModelException {
        ModelSpec spec = ModelSpec.of(Algorithm.GRADIENT_BOOSTING, FeatureSet.RAW, CLASSIFIER);
        double sum = 0;
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            Dataset train = all.select(IntStream.range(0, all.rows())
                    .filter(row -> row % FOLDS != fold)
                    .toArray());
            Dataset test = all.select(IntStream.range(0, all.rows())
                    .filter(row -> row % FOLDS == fold)
                    .toArray());
            FittedRegressor fitted = FittedRegressor.fit(spec, train, SEED, TrainingListener.NONE);
            sum += auc(test.targets(), fitted.predict(test));
        }
        return sum / FOLDS;
    }

    /** Returns the probability that a row of class 1 has a higher score than one of class 0; equal scores count half. */
    static double auc(double[] classes, double[] scores) {
        double[] negatives = IntStream.range(0, classes.length)
                .filter(i -> classes[i] == 0)
                .mapToDouble(i -> scores[i])
                .sorted()
                .toArray();
        double[] positives = IntStream.range(0, classes.length)
                .filter(i -> classes[i] == 1)
                .mapToDouble(i -> scores[i])
                .sorted()
                .toArray();
        double higher = 0;
        int below = 0;
        int notAbove = 0;
        for (double positive : positives) {
            while (below < negatives.length && negatives[below] < positive) {
                below++;
            }
            while (notAbove < negatives.length && negatives[notAbove] <= positive) {
                notAbove++;
            }
            higher += (below + notAbove) / 2.0;
        }
        return higher / ((double) positives.length * negatives.length);
    }

    private static int[] sample(int rows) {
        int[] order = IntStream.range(0, rows).toArray();
        Random random = new Random(SEED);
        for (int i = 0; i < Math.min(rows, MAX_ROWS); i++) {
            int j = i + random.nextInt(rows - i);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return Arrays.copyOf(order, Math.min(rows, MAX_ROWS));
    }
}
