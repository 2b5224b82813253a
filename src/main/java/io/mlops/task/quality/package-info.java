/** Checks of prices and their times: what an expert would question. */
@NullMarked
package io.mlops.task.quality;

import org.jspecify.annotations.NullMarked;
