/** Numbers as files write them, to the last bit. */
@NullMarked
package io.mlops.task.number;

import org.jspecify.annotations.NullMarked;
