/**
 * The pipelines: each declares its configuration, reads an input and returns the result that becomes metrics.json.
 */
@NullMarked
package io.mlops.task.pipeline;

import org.jspecify.annotations.NullMarked;
