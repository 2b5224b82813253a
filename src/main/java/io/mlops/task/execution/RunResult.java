package io.mlops.task.execution;

import java.util.Map;

/**
 * The result of a successful run.
 *
 * @param version of the configuration
 * @param metric the value's name
 * @param more further keys of this pipeline, in order: strings, numbers, booleans, lists and maps of them
 */
public record RunResult(
        String version, long rowsProcessed, String metric, RoundedDecimal value, long seed, Map<String, Object> more) {}
