package io.mlops.task.mlflow;

/** One number of a run. */
record Metric(String key, double value, long step) {}
