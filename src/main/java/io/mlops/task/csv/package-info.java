/**
 * From the bytes of a CSV file to the numbers of one column, in file order, on several threads and in constant memory.
 * It knows the JDK alone.
 */
@NullMarked
package io.mlops.task.csv;

import org.jspecify.annotations.NullMarked;
