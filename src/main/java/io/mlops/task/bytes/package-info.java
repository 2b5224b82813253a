/** Operations on several bytes at a time. */
@NullMarked
package io.mlops.task.bytes;

import org.jspecify.annotations.NullMarked;
