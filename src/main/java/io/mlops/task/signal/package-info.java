/**
 * From numbers to their rolling mean, bit for bit that of pandas, and to the share of rows above it.
 */
@NullMarked
package io.mlops.task.signal;

import org.jspecify.annotations.NullMarked;
