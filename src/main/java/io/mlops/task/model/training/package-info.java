/**
 * Training: search spaces, cross-validation and the choice of the best candidate. Only {@code pipeline} and
 * {@code model.registry} depend on it.
 */
@NullMarked
package io.mlops.task.model.training;

import org.jspecify.annotations.NullMarked;
