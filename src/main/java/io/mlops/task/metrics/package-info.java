/**
 * Prometheus metrics and health checks: what operators see of runs, models and requests.
 */
@NullMarked
package io.mlops.task.metrics;

import org.jspecify.annotations.NullMarked;
