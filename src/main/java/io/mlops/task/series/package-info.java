/** Rows of one or more series: told apart, put in order, and without repetitions. */
@NullMarked
package io.mlops.task.series;

import org.jspecify.annotations.NullMarked;
