package io.mlops.task.csv;

/** Plain decimal numbers of up to eight characters, each with its point wherever it stands, or with none. */
final class ShortDecimals {
    private static final int WORD = Long.BYTES;
    /** By how many digits stand behind the point, and one for none. */
    private static final double[] POWERS = {1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

    private ShortDecimals() {}

    /**
     * Reads {@code count} numbers; false where one is not of this kind, though it may still be a number, and
     * then the values are not to be used.
     *
     * @param places the first number stands between the two at {@code first}, the next one {@code stride} further on
     */
    static boolean read(byte[] bytes, int[] places, int first, int stride, int count, double[] values, int into) {
        // most often all are of a kind
        if (places[first + 1] - places[first] > WORD + 1 || places[first + 1] < WORD) {
            return false;
        }
        long strange = 0;
        int at = first;
        for (int i = 0; i < count; i++) {
            int end = places[at + 1];
            int others = WORD + 1 + places[at] - end;
            at += stride;
            long kept = -1L << (8 * others);
            long word = Swar.load(bytes, end - WORD) & kept;
            long points = Swar.zeros(word ^ DecimalParser.POINTS);
            int behindPoint = WORD - 1 - (Long.numberOfTrailingZeros(points) >>> 3);
            int shift = 8 & ~(behindPoint >> 31);
            long lowest = points & -points;
            long before = word & ((lowest >>> 7) - 1);
            long behind = word & -(lowest << 1);
            long digits = kept << shift;
            long number = ((before << shift) | behind) ^ (DecimalParser.ZEROS & digits);
            strange |= Swar.aboveNine(number) | (others & -WORD) | (digits == 0 ? Swar.HIGH_BITS : 0);
            values[into + i] = (Swar.fromTwoPow52Bits(Swar.decimal(number)) - Swar.FROM) / POWERS[behindPoint + 1];
        }
        return strange == 0;
    }
}
