/** What goes on for as long as the process lives, and survives whatever fails meanwhile. */
@NullMarked
package io.mlops.task.background;

import org.jspecify.annotations.NullMarked;
