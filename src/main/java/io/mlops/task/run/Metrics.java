package io.mlops.task.run;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a successful run found.
 *
 * @param version of the configuration
 * @param metric the value's name
 * @param value with as many decimals as are to be shown
 * @param more further keys of this pipeline's own, in order: strings, numbers, booleans, lists and maps of them
 */
public record Metrics(
        String version, long rowsProcessed, String metric, BigDecimal value, long seed, Map<String, Object> more) {}
