package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trees by XGBoost's histogram method. One fit always runs on one thread, which makes its bytes independent of how many
 * the machine has; independent fits are what runs beside each other.
 */
final class TreeTrainer implements Trainer {
    private static final int ROUNDS_BETWEEN_CHECKPOINTS = 10;

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
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener watch)
            throws ModelException {
        watch.checkpoint(spec.kind().key());
        try {
            return TreeEnsemble.read(boost(columns, target, spec, seed, watch));
        } catch (XGBoostError e) {
            throw new ModelException(
                    "XGBoost could not train " + spec.kind().key() + " with " + spec.parameters() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private byte[] boost(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener watch)
            throws XGBoostError, TrainingCancelledException {
        DMatrix data = new DMatrix(flat(columns), columns.length, columns[0].length, Float.NaN);
        try {
            data.setLabel(floats(target));
            Booster booster = XGBoost.train(data, settings(spec, seed), 0, Map.of(), null, null);
            try {
                grow(booster, data, forest ? 1 : spec.count("rounds"), spec, watch);
                return booster.toByteArray("ubj");
            } finally {
                booster.dispose();
            }
        } finally {
            data.dispose();
        }
    }

    private static void grow(Booster booster, DMatrix data, int rounds, ModelSpec spec, TrainingListener watch)
            throws XGBoostError, TrainingCancelledException {
        for (int round = 0; round < rounds; round++) {
            if (round % ROUNDS_BETWEEN_CHECKPOINTS == 0) {
                watch.checkpoint(spec.kind().key());
                watch.progress(spec.kind().key(), round, rounds);
            }
            booster.update(data, round);
        }
        watch.progress(spec.kind().key(), rounds, rounds);
    }

    private Map<String, Object> settings(ModelSpec spec, long seed) {
        Map<String, Object> settings = new HashMap<>(spec.parameters());
        spec.kind().parameters().stream()
                .filter(Hyperparameter::whole)
                .forEach(p -> settings.put(p.name(), spec.count(p.name())));
        settings.remove("rounds");
        if (forest) {
            settings.put("num_parallel_tree", settings.remove("trees"));
            settings.put("learning_rate", 1);
        }
        settings.put("objective", "reg:squarederror");
        settings.put("tree_method", "hist");
        settings.put("nthread", 1);
        settings.put("seed", seed);
        // Else a round's sampling would depend on what this thread trained before.
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
