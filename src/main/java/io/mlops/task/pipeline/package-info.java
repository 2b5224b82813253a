/**
 * What can be run: each class reads a configuration and an input and answers with metrics.
 * It may know run, csv, signal, model and SnakeYAML.
 */
@NullMarked
package io.mlops.task.pipeline;

import org.jspecify.annotations.NullMarked;
