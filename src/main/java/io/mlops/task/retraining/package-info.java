/**
 * Retraining: decides when the served model is trained again, and submits the training as an ordinary run.
 */
@NullMarked
package io.mlops.task.retraining;

import org.jspecify.annotations.NullMarked;
