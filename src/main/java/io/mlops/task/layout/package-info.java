/**
 * The format of a file of rows, as configured and as detected: compression, encoding, delimiter, header, columns.
 */
@NullMarked
package io.mlops.task.layout;

import org.jspecify.annotations.NullMarked;
