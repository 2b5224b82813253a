/** Who calls, with which role, and what is recorded of it. */
@NullMarked
package io.mlops.task.http.auth;

import org.jspecify.annotations.NullMarked;
