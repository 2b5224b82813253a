/**
 * What an MLflow tracking server is told of a model registry: runs, metrics, artifacts, versions and who is champion.
 * It knows run, model, the JDK and Jackson; the registry on disk is the truth, and a server that is down only delays.
 */
@NullMarked
package io.mlops.task.mlflow;

import org.jspecify.annotations.NullMarked;
