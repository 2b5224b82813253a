package io.mlops.task.execution;

import java.math.BigInteger;

/**
 * A number with a fixed count of decimals, for output. Not a BigDecimal: Java 25 takes 15 ms to initialise
 * that class, a sixth of a small batch run.
 */
public record RoundedDecimal(String text) {
    private static final int FRACTION_BITS = 52;

    /**
     * Rounds the exact binary value to the nearest decimal, and ties to even, as Python's {@code round} does; a zero has no
     * sign.
     *
     * @throws IllegalArgumentException for NaN and the infinities
     */
    public static RoundedDecimal of(double value, int decimals) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be rounded");
        }
        BigInteger units = units(Math.abs(value), decimals);
        StringBuilder text = new StringBuilder(units.toString());
        while (text.length() <= decimals) {
            text.insert(0, '0');
        }
        if (decimals > 0) {
            text.insert(text.length() - decimals, '.');
        }
        if (value < 0 && units.signum() != 0) {
            text.insert(0, '-');
        }
        return new RoundedDecimal(text.toString());
    }

    /** The value in units of the last decimal. */
    private static BigInteger units(double value, int decimals) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        long implicit = value < Double.MIN_NORMAL ? 0 : 1L << FRACTION_BITS;
        BigInteger mantissa = BigInteger.valueOf(implicit | (bits & ((1L << FRACTION_BITS) - 1)));
        BigInteger exact = mantissa.multiply(BigInteger.TEN.pow(decimals));
        int below = FRACTION_BITS - exponent;
        if (below <= 0) {
            return exact.shiftLeft(-below);
        }
        BigInteger floor = exact.shiftRight(below);
        boolean half = exact.testBit(below - 1);
        boolean tie = half && exact.getLowestSetBit() == below - 1;
        return half && (!tie || floor.testBit(0)) ? floor.add(BigInteger.ONE) : floor;
    }

    @Override
    public String toString() {
        return text;
    }
}
