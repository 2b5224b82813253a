/**
 * Made-up data to try things with and to measure on: plausible, seeded, the same on every machine.
 * It knows the JDK alone.
 */
@NullMarked
package io.mlops.task.sample;

import org.jspecify.annotations.NullMarked;
