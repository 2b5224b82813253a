/** Tasks that are repeated until the process ends, whatever they throw. */
@NullMarked
package io.mlops.task.background;

import org.jspecify.annotations.NullMarked;
