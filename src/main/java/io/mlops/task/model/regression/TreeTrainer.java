package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains trees with XGBoost's histogram method. A fit always runs on one thread, so that its bytes do not depend on the
 * number of threads; only independent fits run in parallel.
 */
final class TreeTrainer implements Trainer {
    private static final int ROUNDS_BETWEEN_CHECKS = 10;

    private final boolean forest;

    private TreeTrainer(boolean forest) {
        this.forest = forest;
    }

    static TreeTrainer boosting() {
        return new TreeTrainer(false);
    }

    static TreeTrainer forest() {
        return new TreeTrainer(true);
    }

    @Override
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws ModelException {
        listener.checkCancelled(spec.algorithm().label());
        try {
            return TreeEnsemble.read(fit(columns, target, spec, seed, listener));
        } catch (XGBoostError e) {
            throw new ModelException(
                    "XGBoost could not train " + spec.algorithm().label() + " with " + spec.parameters() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private byte[] fit(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws XGBoostError, TrainingCancelledException {
        DMatrix data = new DMatrix(flat(columns), columns.length, columns[0].length, Float.NaN);
        try {
            data.setLabel(floats(target));
            Booster booster = XGBoost.train(data, settings(spec, seed), 0, Map.of(), null, null);
            try {
                boost(booster, data, forest ? 1 : spec.getInt("rounds"), spec, listener);
                return booster.toByteArray("ubj");
            } finally {
                booster.dispose();
            }
        } finally {
            data.dispose();
        }
    }

    private static void boost(Booster booster, DMatrix data, int rounds, ModelSpec spec, TrainingListener listener)
            throws XGBoostError, TrainingCancelledException {
        for (int round = 0; round < rounds; round++) {
            if (round % ROUNDS_BETWEEN_CHECKS == 0) {
                listener.checkCancelled(spec.algorithm().label());
                listener.progress(spec.algorithm().label(), round, rounds);
            }
            booster.update(data, round);
        }
        listener.progress(spec.algorithm().label(), rounds, rounds);
    }

    private Map<String, Object> settings(ModelSpec spec, long seed) {
        Map<String, Object> settings = new HashMap<>(spec.parameters());
        spec.algorithm().parameters().stream()
                .filter(Hyperparameter::isInteger)
                .forEach(p -> settings.put(p.name(), spec.getInt(p.name())));
        settings.remove("rounds");
        if (forest) {
            settings.put("num_parallel_tree", settings.remove("trees"));
            settings.put("learning_rate", 1);
        }
        settings.put("objective", "reg:squarederror");
        settings.put("tree_method", "hist");
        settings.put("nthread", 1);
        settings.put("seed", seed);
        // Otherwise a round's sampling would depend on what this thread trained before.
        settings.put("seed_per_iteration", true);
        settings.put("verbosity", 0);
        return settings;
    }

    private static float[] flat(double[][] rows) {
        int width = rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < width; c++) {
                flat[r * width + c] = (float) rows[r][c];
            }
        }
        return flat;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
