/** What an expert would doubt in a series of prices and their times. */
@NullMarked
package io.mlops.task.quality;

import org.jspecify.annotations.NullMarked;
