/**
 * Implements the ports of {@code run}, {@code model} and {@code mlflow} with files that are written atomically.
 */
@NullMarked
package io.mlops.task.store;

import org.jspecify.annotations.NullMarked;
