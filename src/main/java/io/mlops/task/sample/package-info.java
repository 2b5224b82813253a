/**
 * Synthetic data for trials and benchmarks: plausible, seeded, the same on every machine.
 */
@NullMarked
package io.mlops.task.sample;

import org.jspecify.annotations.NullMarked;
