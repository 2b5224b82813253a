/**
 * What is left on disk: files that appear whole or not at all.
 * It may know run, whose ports it implements.
 */
@NullMarked
package io.mlops.task.store;

import org.jspecify.annotations.NullMarked;
