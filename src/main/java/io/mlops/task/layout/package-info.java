/**
 * How a file of rows is written: compression, encoding, delimiter, header, columns; as configured and as detected.
 */
@NullMarked
package io.mlops.task.layout;

import org.jspecify.annotations.NullMarked;
