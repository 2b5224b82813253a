package io.mlops.task.model.data;

import org.hipparchus.random.MersenneTwister;

/**
 * {@code numpy.random.RandomState(seed).permutation(n)}, index for index: the legacy generator, shuffled from the end,
 * each position drawn by masking and rejecting (numpy's {@code random_interval}).
 */
public final class NumpyPermutation {
    private NumpyPermutation() {}

    /** {@code seed} is 0 .. 2^32-1, as numpy's. */
    public static int[] of(long seed, int n) {
        if (seed < 0 || seed > 0xFFFFFFFFL) {
            throw new IllegalArgumentException("Seed " + seed + "; wanted 0 .. 4294967295");
        }
        // The int constructor: numpy seeds with one 32-bit word, the long one would seed by an array.
        MersenneTwister random = new MersenneTwister((int) seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = upTo(i, random);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
        return order;
    }

    private static int upTo(int max, MersenneTwister random) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = random.nextInt() & mask;
        while (value > max) {
            value = random.nextInt() & mask;
        }
        return value;
    }
}
