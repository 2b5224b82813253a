/**
 * Notifications of completed runs: callbacks of the service, and the Pushgateway for batch runs. A failed notification
 * never changes a run's result.
 */
@NullMarked
package io.mlops.task.notify;

import org.jspecify.annotations.NullMarked;
