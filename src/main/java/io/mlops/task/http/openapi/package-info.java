/**
 * Adds to the OpenAPI document what annotations cannot say.
 */
@NullMarked
package io.mlops.task.http.openapi;

import org.jspecify.annotations.NullMarked;
