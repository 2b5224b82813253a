package io.mlops.task.run;

import java.util.regex.Pattern;

/** A run's id: a UUID of version 7 (RFC 9562), so that ids are in the order of submission. */
public record RunId(String value) implements Comparable<RunId> {
    private static final Pattern UUID_V7 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    public RunId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("no run id");
        }
    }

    /** Whether an untrusted text has the form of an id; nothing else may become part of a path. */
    public static boolean isValid(String text) {
        return text.length() == 36 && UUID_V7.matcher(text).matches();
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
