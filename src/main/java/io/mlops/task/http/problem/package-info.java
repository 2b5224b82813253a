/**
 * Errors as RFC 9457 problem details: the types, the exception mappers, and the helpers that every resource shares
 * to read a body safely and to quote untrusted text.
 */
@NullMarked
package io.mlops.task.http.problem;

import org.jspecify.annotations.NullMarked;
