/**
 * The California housing dataset: its eight features, the two public CSV formats, and the validation of rows. No other
 * package names a column.
 */
@NullMarked
package io.mlops.task.model.housing;

import org.jspecify.annotations.NullMarked;
