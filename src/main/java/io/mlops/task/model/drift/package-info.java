/** Distances between distributions: how far a sample of a column is from a reference. */
@NullMarked
package io.mlops.task.model.drift;

import org.jspecify.annotations.NullMarked;
