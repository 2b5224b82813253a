package io.mlops.task.layout;

import java.util.Set;

/** The texts that mean a missing value: the default {@code na_values} of pandas' {@code read_csv}. */
public final class MissingValues {
    /** Length of the longest one. */
    public static final int MAX_LENGTH = 8;

    private static final Set<String> TEXTS = Set.of(
            "",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-1.#IND",
            "-1.#QNAN",
            "-NaN",
            "-nan",
            "1.#IND",
            "1.#QNAN",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "None",
            "n/a",
            "nan",
            "null");

    private MissingValues() {}

    /** @param text without white space around it */
    public static boolean contains(String text) {
        return TEXTS.contains(text);
    }
}
