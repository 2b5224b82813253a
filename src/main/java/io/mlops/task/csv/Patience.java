package io.mlops.task.csv;

/** Lets one in so many strange lines be learned: where no line is like another one, learning does not pay. */
final class Patience {
    private final int longest;
    private int patience = 1;
    private int strange;

    Patience(int longest) {
        this.longest = longest;
    }

    /** Whether this strange line is to be learned. */
    boolean isOver() {
        return ++strange % patience == 0;
    }

    /** What was learned did not help. */
    void grow() {
        patience = Math.min(2 * patience, longest);
    }

    /** What was learned helps. */
    void reset() {
        patience = 1;
    }
}
