/**
 * Runs over HTTP: submit, list, follow, compare and delete them, and read what they left.
 */
@NullMarked
package io.mlops.task.http.runs;

import org.jspecify.annotations.NullMarked;
