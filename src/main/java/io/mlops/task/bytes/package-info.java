/** Operations on several bytes of text at a time. */
@NullMarked
package io.mlops.task.bytes;

import org.jspecify.annotations.NullMarked;
