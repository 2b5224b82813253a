package io.mlops.task.model.data;

import io.mlops.task.text.Messages;
import org.hipparchus.random.MersenneTwister;

/**
 * {@code numpy.random.RandomState(seed).permutation(n)}, index for index: the legacy generator, shuffled from the end,
 * each position drawn by masking and rejecting (numpy's {@code random_interval}).
 */
public final class NumpyPermutation {
    private NumpyPermutation() {}

    /** @param seed 0 .. 2^32-1, as in numpy */
    public static int[] of(long seed, int n) {
        if (seed < 0 || seed > 0xFFFFFFFFL) {
            throw new IllegalArgumentException("seed " + Messages.mustBe("from 0 to 4294967295", seed));
        }
        // The int constructor: numpy seeds with one 32-bit word, the long constructor would seed with an array.
        MersenneTwister random = new MersenneTwister((int) seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = randomInterval(i, random);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static int randomInterval(int max, MersenneTwister random) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = random.nextInt() & mask;
        while (value > max) {
            value = random.nextInt() & mask;
        }
        return value;
    }
}
