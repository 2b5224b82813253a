package io.mlops.task.text;

/** The one form of a message about a value that is not as it must be. */
public final class Messages {
    private Messages() {}

    /**
     * Returns {@code must be EXPECTED, was ACTUAL}.
     *
     * @param expected as in "an integer, at least 1"
     * @param actual the value that was given, see {@link Excerpt} for untrusted text
     */
    public static String mustBe(String expected, Object actual) {
        return "must be " + expected + ", was " + actual;
    }
}
