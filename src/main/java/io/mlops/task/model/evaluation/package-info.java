/**
 * What a training run reports of its candidates: plots, learning curves, permutation importance.
 */
@NullMarked
package io.mlops.task.model.evaluation;

import org.jspecify.annotations.NullMarked;
