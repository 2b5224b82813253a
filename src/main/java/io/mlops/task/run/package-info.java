/**
 * A run and its life cycle: submission, states, queue, workers, execution, log, {@code metrics.json}, and the ports that
 * it needs.
 */
@NullMarked
package io.mlops.task.run;

import org.jspecify.annotations.NullMarked;
