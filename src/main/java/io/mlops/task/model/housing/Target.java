package io.mlops.task.model.housing;

/** The target: the median house value of a block group, in 100,000 USD. */
public final class Target {
    public static final String TITLE = "target";
    public static final String UNIT = "median house value, 100,000 USD";
    /** What the unit allows, as {@link Feature#range()}: 10 million USD. */
    private static final double MAX = 100;

    private Target() {}

    /** Returns whether the unit allows this value. */
    public static boolean isPlausible(double value) {
        return value > 0 && value <= MAX;
    }

    /** Returns the plausible range as text. */
    public static String range() {
        return "(0, 100]";
    }
}
