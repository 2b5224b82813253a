/** Numbers as written in files, parsed and formatted to the last bit. */
@NullMarked
package io.mlops.task.number;

import org.jspecify.annotations.NullMarked;
