/**
 * The endpoints of the API as a table, read from the resources' annotations: paths, methods, and who may call them.
 */
@NullMarked
package io.mlops.task.http.endpoint;

import org.jspecify.annotations.NullMarked;
