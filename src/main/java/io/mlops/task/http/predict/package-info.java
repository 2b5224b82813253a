/**
 * Predictions over HTTP: {@code /predict}, {@code /batch_predict} and the Open Inference Protocol.
 */
@NullMarked
package io.mlops.task.http.predict;

import org.jspecify.annotations.NullMarked;
