package io.mlops.task.model.housing;

/**
 * What names a split: the same three of data hash, seed and share always give the same rows.
 *
 * @param dataHash {@link Dataset#hash()} of the whole table, before any blank was filled
 * @param seed numpy's seed, 0 .. 2^32-1
 * @param share the held-out part of the rows, in (0, 1)
 */
public record SplitIdentity(String dataHash, long seed, double share, int trainRows, int heldOutRows) {}
