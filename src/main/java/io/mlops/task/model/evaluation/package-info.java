/**
 * Evaluation of trained candidates: plots, learning curves, permutation importance, cross-validation trials.
 */
@NullMarked
package io.mlops.task.model.evaluation;

import org.jspecify.annotations.NullMarked;
