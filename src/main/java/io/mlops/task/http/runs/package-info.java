/**
 * Runs over HTTP: submit, list, follow, compare and delete them, and read their files.
 */
@NullMarked
package io.mlops.task.http.runs;

import org.jspecify.annotations.NullMarked;
