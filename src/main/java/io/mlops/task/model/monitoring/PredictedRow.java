package io.mlops.task.model.monitoring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A predicted row whose actual value may become known.
 *
 * @param key the caller's own, under which the actual value may be recorded too; null if there is none
 * @param at when it was predicted
 * @param features in order of the columns, never changed
 * @param predicted in 100,000 USD, like the actual value
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
public record PredictedRow(
        String id, @Nullable String key, int version, Instant at, double[] features, double predicted) {}
