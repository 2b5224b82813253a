/**
 * The California housing dataset: its eight features, the two public CSV formats, and the validation of rows. Other
 * packages name a column only in the description of the API.
 */
@NullMarked
package io.mlops.task.model.housing;

import org.jspecify.annotations.NullMarked;
