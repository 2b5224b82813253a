/**
 * Errors as RFC 9457 problem details: their types, the exception mappers, and the reading of JSON bodies.
 */
@NullMarked
package io.mlops.task.http.problem;

import org.jspecify.annotations.NullMarked;
