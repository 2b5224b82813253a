package io.mlops.task.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of lines met so far. A line finds its own by its length, then from template to template by the place where
 * it differs.
 */
final class RowTemplates {
    private static final int CAPACITY = 256;
    private static final int MOST_TRIES = 16;
    private static final int LONGEST_PATIENCE = 64;

    private final RowTemplate[] byLength = new RowTemplate[RowTemplate.LONGEST + 1];
    private int count;
    private int shortest = RowTemplate.LONGEST;
    /** One in so many unknown lines is learned: where no line is like another one, learning does not pay. */
    private int patience = 1;

    private int unknown;

    /** Length of the shortest line known; a line that has a template has its newline there or later. */
    int shortest() {
        return shortest;
    }

    /** Null where no template is known to match the line at {@code at}. */
    @Nullable
    RowTemplate find(byte[] bytes, int at, int length) {
        RowTemplate template = length <= RowTemplate.LONGEST ? byLength[length] : null;
        if (template == null || template.matches(bytes, at)) {
            return template;
        }
        return findOther(template, bytes, at);
    }

    private static @Nullable RowTemplate findOther(RowTemplate first, byte[] bytes, int at) {
        RowTemplate template = first;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            template = template.other(template.mismatch(bytes, at));
            if (template == null || template.matches(bytes, at)) {
                return template;
            }
        }
        return null;
    }

    /** Whether a line that no template matches is to be learned. */
    boolean wants(int length) {
        return length <= RowTemplate.LONGEST && ++unknown % patience == 0;
    }

    void learn(RowTemplate template, byte[] bytes, int at, int length) {
        if (count == CAPACITY) {
            forget();
        }
        count++;
        shortest = Math.min(shortest, length);
        RowTemplate known = byLength[length];
        if (known == null) {
            byLength[length] = template;
            return;
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int mismatch = known.mismatch(bytes, at);
            RowTemplate other = known.other(mismatch);
            if (other == null) {
                known.other(mismatch, template);
                return;
            }
            known = other;
        }
    }

    private void forget() {
        Arrays.fill(byLength, null);
        count = 0;
        shortest = RowTemplate.LONGEST;
        patience = Math.min(2 * patience, LONGEST_PATIENCE);
    }
}
