/**
 * One-way sync to an MLflow tracking server: runs with parameters, metrics, artifacts and findings, versions and the
 * champion's alias. What is stored here is the source of truth; an unavailable server only delays the sync.
 */
@NullMarked
package io.mlops.task.mlflow;

import org.jspecify.annotations.NullMarked;
