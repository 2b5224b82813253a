/** Times as written in files. */
@NullMarked
package io.mlops.task.time;

import org.jspecify.annotations.NullMarked;
