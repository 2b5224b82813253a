/**
 * Models over HTTP: versions, promotion and rollback, drift, live scores and retraining.
 */
@NullMarked
package io.mlops.task.http.models;

import org.jspecify.annotations.NullMarked;
