/**
 * The model registry: versions, the champion and its history, and the gate that a challenger must pass.
 */
@NullMarked
package io.mlops.task.model.registry;

import org.jspecify.annotations.NullMarked;
