/**
 * Telling others what became of a run: callbacks of the service and the Pushgateway of the one-shot.
 * It may know run and the JDK; what it tells never changes how a run ends.
 */
@NullMarked
package io.mlops.task.notify;

import org.jspecify.annotations.NullMarked;
