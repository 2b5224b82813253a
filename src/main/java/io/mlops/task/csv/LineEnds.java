package io.mlops.task.csv;

/** Where lines end. */
final class LineEnds {
    private LineEnds() {}

    /** Behind the first newline from {@code from} to {@code to}; -1 where there is none. */
    static int afterFirst(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    /** Behind the last newline before {@code to}; 0 where there is none. */
    static int afterLast(byte[] bytes, int to) {
        int at = to;
        while (at > 0 && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
