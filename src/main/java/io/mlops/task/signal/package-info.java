/**
 * From numbers to the rolling mean that pandas would give, bit for bit, and to the share of rows above it.
 * It knows the JDK alone.
 */
@NullMarked
package io.mlops.task.signal;

import org.jspecify.annotations.NullMarked;
