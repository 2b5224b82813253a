package io.mlops.task.text;

import java.util.Collection;

/** Guesses which word was meant: the one with the least Levenshtein distance. */
public final class Suggestions {
    private Suggestions() {}

    /** @param known at least one word; of two that are as near, the first */
    public static String closest(String word, Collection<String> known) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Returns whether a word is likely a misspelling of another: at most two edits, and fewer than half its letters. */
    public static boolean isSimilar(String word, String known) {
        int distance = distance(word, known);
        return distance <= 2 && 2 * distance < known.length();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
