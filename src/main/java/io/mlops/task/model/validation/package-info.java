/** Checks of a training file: what an expert would question before training on it. */
@NullMarked
package io.mlops.task.model.validation;

import org.jspecify.annotations.NullMarked;
