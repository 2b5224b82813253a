/**
 * Numbers and CSV records, independent of any table's columns.
 */
@NullMarked
package io.mlops.task.model.data;

import org.jspecify.annotations.NullMarked;
