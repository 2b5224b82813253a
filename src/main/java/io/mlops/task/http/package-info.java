/**
 * What a client can ask over HTTP, and how the service is seen from outside: API, health, metrics, who may do what.
 * It may know run and model, and the web framework; it knows no pipeline and no file layout.
 */
@NullMarked
package io.mlops.task.http;

import org.jspecify.annotations.NullMarked;
