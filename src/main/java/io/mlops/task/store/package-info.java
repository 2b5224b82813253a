/**
 * What is left on disk: files that appear whole or not at all, and the registry of models.
 * It may know run, model and mlflow, whose ports it implements.
 */
@NullMarked
package io.mlops.task.store;

import org.jspecify.annotations.NullMarked;
