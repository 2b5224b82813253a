/** Rows of one or more series: separated, sorted, deduplicated. */
@NullMarked
package io.mlops.task.series;

import org.jspecify.annotations.NullMarked;
