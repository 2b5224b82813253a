/**
 * Monitoring of a served model: drift against the training data, and live scores where the truth is known.
 */
@NullMarked
package io.mlops.task.model.monitoring;

import org.jspecify.annotations.NullMarked;
