package io.mlops.task.csv;

import io.mlops.task.layout.TextInput;
import io.mlops.task.number.NumberStyle;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why no header was found and which key would find it: looks at the first lines one by one, whatever quotes are in them. */
final class HeaderRefusal {
    private static final int MAX_LINES_OF_HEAD = 1000;

    private final TextInput input;
    private final NumberStyle style;
    /** Where the lines start, and the number of the first. */
    private final int start;

    private final int firstLine;
    private final char[] delimiters;

    /** @param from where the header may be */
    HeaderRefusal(TextInput input, NumberStyle style, RecordCursor from) {
        this.input = input;
        this.style = style;
        this.start = from.at();
        this.firstLine = from.line();
        this.delimiters = from.candidates();
    }

    /**
     * Returns why no record has the column.
     *
     * @param first the first record, null if there is none
     * @param widest the one with the most names
     * @param problem why a record could not be read
     */
    CsvException absent(
            String column, @Nullable Header first, @Nullable Header widest, @Nullable CsvException problem) {
        List<Header> lines = lines(column);
        Header likely = likelyHeader(lines);
        for (Header below : lines) {
            if (below.has(column)) {
                CsvException why = problem == null && first != null ? first.absent(column) : problem;
                return why == null ? empty() : why.withRemedy("; set header: " + below.line());
            }
        }
        if (problem != null) {
            return likely == null ? problem : problem.withRemedy(remedy(likely, first) + ", of " + likely.excerpt());
        }
        if (first == null || widest == null) {
            return empty();
        }
        boolean rowsFirst = likely == null || (first.size() > 1 && likely.line() > HeaderSearch.MAX_LINES);
        if (first.hasNumbers(style) && rowsFirst) {
            return CsvException.at(
                    first.line(),
                    "it holds numbers, not names: set header: none and column: the column's place, from 0, such as "
                            + Math.min(4, first.size() - 1));
        }
        if (likely != null) {
            return likely.absent(column).withRemedy(remedy(likely, first));
        }
        for (Header one : lines) {
            String remedy = one.delimiterRemedy(column);
            if (!remedy.isEmpty()) {
                return one.absent(column).withRemedy(remedy);
            }
        }
        return widest.absent(column);
    }

    private static String remedy(Header likely, @Nullable Header first) {
        boolean detected = first != null && likely.line() == first.line();
        return (detected ? "; set" : "; set header: " + likely.line() + " and") + " column: one of them";
    }

    /** Returns the first non-blank lines, regardless of quotes, split with a delimiter that yields the column if there is one. */
    private List<Header> lines(@Nullable String column) {
        List<Header> lines = new ArrayList<>();
        byte[] bytes = input.head();
        int number = firstLine;
        int from = start;
        while (from < bytes.length && lines.size() < MAX_LINES_OF_HEAD) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            Header best = RecordCursor.isBlank(bytes, from, end) ? null : line(from, end, number, column);
            if (best != null) {
                lines.add(best);
            }
            from = end + 1;
            number++;
        }
        return lines;
    }

    /** Returns null if a quote in it is not closed. */
    private @Nullable Header line(int from, int end, int number, @Nullable String column) {
        Header best = null;
        for (char candidate : delimiters) {
            Header header = parsed(from, end, number, candidate);
            if (header != null && column != null && header.has(column)) {
                return header;
            }
            best = best == null || (header != null && header.size() > best.size()) ? header : best;
        }
        return best;
    }

    private @Nullable Header parsed(int from, int end, int number, char separator) {
        try {
            return Header.parse(input.head(), from, end, number, separator);
        } catch (CsvException e) {
            return null;
        }
    }

    /** Returns the first line of names with rows of numbers below it; null if there is none. */
    private @Nullable Header likelyHeader(List<Header> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            Header header = lines.get(i);
            boolean named = header.size() > 1 && !header.hasNumbers(style);
            if (named
                    && isRowOf(header, lines.get(i + 1))
                    && isRowOf(header, lines.get(Math.min(i + 2, lines.size() - 1)))) {
                return header;
            }
        }
        return null;
    }

    private boolean isRowOf(Header header, Header below) {
        int more = below.size() - header.size();
        return (more == 0 || more == 1) && below.hasNumbers(style);
    }

    /** Returns why the first record is not the header or has no such place, with the line that may be it. */
    CsvException noPlace(int place, CsvException problem) {
        Header likely = likelyHeader(lines(null));
        return likely == null || likely.size() <= place
                ? problem
                : problem.withRemedy("; set header: " + likely.line());
    }

    /**
     * Returns why a record is a title rather than the header; null if no other line may be it.
     *
     * @param below what stands below the place instead of a number
     */
    @Nullable
    CsvException title(Header header, int place, String below) {
        Header likely = likelyHeader(lines(null));
        return likely == null || likely.line() <= header.line() || likely.size() <= place
                ? null
                : CsvException.at(
                        header.line(),
                        SafeText.excerpt(header.name(place)),
                        "must have a number below it, was \"" + SafeText.excerpt(below) + "\"; set header: "
                                + likely.line());
    }

    static CsvException empty() {
        return CsvException.ofFile("the file " + Messages.mustBe("a header and rows", "empty"));
    }
}
