package io.mlops.task.csv;

/** Lets one in so many occasions to learn be taken: where what was learned does not fit for long, learning does not pay. */
final class Backoff {
    private final int longest;
    private int patience = 1;
    private int occasions;

    Backoff(int longest) {
        this.longest = longest;
    }

    /** Whether this occasion is to be taken. */
    boolean shouldTry() {
        return ++occasions % patience == 0;
    }

    /** What was learned did not help. */
    void onFailure() {
        patience = Math.min(2 * patience, longest);
    }

    /** What was learned helps. */
    void onSuccess() {
        patience = 1;
    }
}
