/**
 * A run of the service and its life cycle: submission, states, queue, workers, retention, and the ports that it needs.
 */
@NullMarked
package io.mlops.task.run;

import org.jspecify.annotations.NullMarked;
