/**
 * Monitoring of a served model: drift against the training data, and live metrics for predictions with a known actual
 * value.
 */
@NullMarked
package io.mlops.task.model.monitoring;

import org.jspecify.annotations.NullMarked;
