/**
 * Multipart uploads, received and hashed in one pass while they arrive (docs/decisions/0005).
 */
@NullMarked
package io.mlops.task.http.upload;

import org.jspecify.annotations.NullMarked;
