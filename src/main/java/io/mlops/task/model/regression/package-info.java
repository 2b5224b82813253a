/**
 * Regression models: algorithms with their hyperparameters and trainers, trained models, predictions with conformal
 * intervals.
 */
@NullMarked
package io.mlops.task.model.regression;

import org.jspecify.annotations.NullMarked;
