/**
 * The California housing table: its eight features, the public CSV formats, and the checks of its rows. Nothing outside
 * this package names a column.
 */
@NullMarked
package io.mlops.task.model.housing;

import org.jspecify.annotations.NullMarked;
