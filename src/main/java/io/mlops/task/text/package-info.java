/**
 * Text for people: excerpts of untrusted input, error messages in one form, and "did you mean" suggestions.
 */
@NullMarked
package io.mlops.task.text;

import org.jspecify.annotations.NullMarked;
