package io.mlops.task.layout;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of a file, as configured.
 *
 * @param delimiter an ASCII character; null: detected from the header
 * @param header where the names of the columns are
 * @param decimal {@code .} or {@code ,}
 * @param thousands the character between groups of three digits; null if there is none
 * @param missingWords texts that mean a missing value, in addition to {@link MissingValues}
 * @param skippedFooter lines at the end that are not read
 * @param encoding null: UTF-8 or UTF-16, detected from the bytes
 */
public record Dialect(
        @Nullable Character delimiter,
        HeaderPlace header,
        char decimal,
        @Nullable Character thousands,
        List<String> missingWords,
        int skippedFooter,
        @Nullable Charset encoding) {
    /** Everything is detected. */
    public static final Dialect AUTO = new Dialect(null, HeaderPlace.AUTO, '.', null, List.of(), 0, null);

    /** Where the header is. */
    public sealed interface HeaderPlace {
        HeaderPlace AUTO = new Auto();
        HeaderPlace NONE = new None();

        /** The first of the leading lines that has the column. */
        record Auto() implements HeaderPlace {}

        /** Columns have no names. */
        record None() implements HeaderPlace {}

        /** @param line from 1 */
        record Line(int line) implements HeaderPlace {}
    }

    /** Whether numbers have a decimal point and no thousands separators. */
    public boolean hasPlainNumbers() {
        return decimal == '.' && thousands == null;
    }
}
