/**
 * The entry point: parses the command line and starts the batch command or the service. It may depend on every package;
 * no package may depend on it.
 */
@NullMarked
package io.mlops.task;

import org.jspecify.annotations.NullMarked;
