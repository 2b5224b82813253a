/**
 * Filters that accept or reject a request before it reaches a resource: malformed and cross-site requests, upload
 * limits, roles, full queues.
 */
@NullMarked
package io.mlops.task.http.filter;

import org.jspecify.annotations.NullMarked;
