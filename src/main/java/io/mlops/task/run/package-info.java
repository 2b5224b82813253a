/**
 * A run and its life: what it was given, its log, its metrics record, its outcome, and the ports that it needs.
 * It knows the JDK alone.
 */
@NullMarked
package io.mlops.task.run;

import org.jspecify.annotations.NullMarked;
