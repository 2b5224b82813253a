/** Times as files write them. */
@NullMarked
package io.mlops.task.time;

import org.jspecify.annotations.NullMarked;
