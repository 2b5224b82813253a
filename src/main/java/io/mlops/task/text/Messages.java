package io.mlops.task.text;

/** The form of all messages about an invalid value. */
public final class Messages {
    private Messages() {}

    /**
     * Returns {@code must be EXPECTED, was ACTUAL}.
     *
     * @param expected as in "an integer, at least 1"
     * @param actual the value that was given, see {@link SafeText} for untrusted text
     */
    public static String mustBe(String expected, Object actual) {
        return "must be " + expected + ", was " + actual;
    }
}
