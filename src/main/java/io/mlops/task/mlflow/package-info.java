/**
 * One-way sync of a model registry to an MLflow tracking server: runs, metrics, artifacts, versions and the champion's
 * alias. The registry on disk is the source of truth; an unavailable server only delays the sync.
 */
@NullMarked
package io.mlops.task.mlflow;

import org.jspecify.annotations.NullMarked;
