/**
 * One execution of a pipeline: its configuration and input, log, result and {@code metrics.json}, and the ports through
 * which it writes files. It is the same for the batch command and for the service.
 */
@NullMarked
package io.mlops.task.execution;

import org.jspecify.annotations.NullMarked;
