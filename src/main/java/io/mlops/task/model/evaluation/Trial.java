package io.mlops.task.model.evaluation;

import io.mlops.task.model.regression.ModelSpec;
import java.util.List;

/** One specification scored by cross-validation: its RMSE over all folds' rows, and the RMSE of each fold. */
public record Trial(ModelSpec spec, double rmse, List<Double> folds) {}
