/**
 * The pipelines: each reads a configuration and an input and returns metrics.
 */
@NullMarked
package io.mlops.task.pipeline;

import org.jspecify.annotations.NullMarked;
