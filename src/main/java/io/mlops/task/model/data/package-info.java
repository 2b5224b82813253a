/**
 * Reads CSV records and formats numbers, independent of any dataset's columns.
 */
@NullMarked
package io.mlops.task.model.data;

import org.jspecify.annotations.NullMarked;
