/** What a run noticed about its data. */
@NullMarked
package io.mlops.task.finding;

import org.jspecify.annotations.NullMarked;
