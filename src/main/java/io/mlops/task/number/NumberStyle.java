package io.mlops.task.number;

import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.TextEncoding;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a file writes numbers and missing values. Anything that is not a plain number is parsed via a String. */
public final class NumberStyle {
    private static final int MAX_NUMBER_LENGTH = 100;

    private final char decimal;
    private final @Nullable Character thousands;
    private final Set<String> missingWords;
    /** Those of them that are numbers, which are missing however they are formatted, as in pandas. */
    private final Set<Double> missingNumbers;

    private final boolean plain;

    /** Compiled only if there are texts that are not plain numbers, because it takes milliseconds of a short run. */
    private static final class Patterns {
        static final Pattern THOUSANDS_COMMA = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d*)?");
        static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?(\\d{1,3}(\\.\\d{3})+|\\d+),\\d*");
        static final Pattern OTHER_THOUSANDS =
                Pattern.compile("[-+]?\\d{1,3}([ .'’\u00a0\u202f])\\d{3}(?:\\1\\d{3})*([.,]\\d*)?");
        static final Pattern FIRST_GROUP = Pattern.compile("[-+]?[0-9]{1,3}");
        static final Pattern GROUP = Pattern.compile("[0-9]{3}");
        static final Pattern NO_DIGITS = Pattern.compile("[^\\p{N}]{1,20}");
    }

    public NumberStyle(Dialect dialect) {
        this.decimal = dialect.decimal();
        this.thousands = dialect.thousands();
        this.missingWords = Set.copyOf(dialect.missingWords());
        this.plain = dialect.hasPlainNumbers();
        Set<Double> numbers = new HashSet<>();
        for (String word : missingWords) {
            double number = parse(word.strip());
            if (!Double.isNaN(number)) {
                numbers.add(number);
            }
        }
        this.missingNumbers = Set.copyOf(numbers);
    }

    /** Whether plain decimal numbers stand for themselves, so that a fast path may parse them. */
    public boolean allowsFastPath() {
        return plain && missingNumbers.isEmpty();
    }

    /** Returns NaN if it is not a number; then it may be {@link #isMissing}, or have {@link Adornments}. */
    public double parse(byte[] bytes, int from, int to) {
        if (plain && missingWords.isEmpty()) {
            return NumberParser.parse(bytes, from, to);
        }
        double number = plain ? NumberParser.parse(bytes, from, to) : parse(text(bytes, from, to));
        return missingNumbers.contains(number) ? Double.NaN : number;
    }

    public boolean isMissing(byte[] bytes, int from, int to) {
        return NumberParser.isMissing(bytes, from, to)
                || (!missingWords.isEmpty() && isMissingWord(text(bytes, from, to)));
    }

    public boolean isMissing(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isMissing(bytes, 0, bytes.length);
    }

    private boolean isMissingWord(String text) {
        return missingWords.contains(text) || (!missingNumbers.isEmpty() && missingNumbers.contains(parse(text)));
    }

    public double parse(String text) {
        if (plain) {
            return number(text);
        }
        if (text.length() > MAX_NUMBER_LENGTH) {
            return Double.NaN;
        }
        int point = text.indexOf(decimal);
        String integer = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : '.' + text.substring(point + 1);
        if (decimal != '.'
                && integer.indexOf('.') >= 0
                && !Character.valueOf('.').equals(thousands)) {
            return Double.NaN;
        }
        String digits = withoutThousands(integer);
        return digits == null || fraction.indexOf(decimal) > 0 ? Double.NaN : number(digits + fraction);
    }

    /** Returns null if a group other than the first does not have three digits. */
    private @Nullable String withoutThousands(String integer) {
        if (thousands == null || integer.indexOf(thousands) < 0) {
            return integer;
        }
        String[] groups = integer.split(Pattern.quote(thousands.toString()), -1);
        StringBuilder digits = new StringBuilder(groups[0]);
        boolean valid = Patterns.FIRST_GROUP.matcher(groups[0]).matches();
        for (int i = 1; i < groups.length; i++) {
            valid &= Patterns.GROUP.matcher(groups[i]).matches();
            digits.append(groups[i]);
        }
        return valid ? digits.toString() : null;
    }

    private static double number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return NumberParser.parse(bytes, 0, bytes.length);
    }

    public static String text(byte[] bytes, int from, int to) {
        int start = NumberParser.trimStart(bytes, from, to);
        int end = NumberParser.trimEnd(bytes, start, to);
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** Returns why a text is not a number, and the key that would make it readable, if any. */
    public String problem(String text, int maxExcerpt) {
        return Messages.mustBe("a number", '"' + SafeText.excerpt(text, maxExcerpt) + '"')
                + remedy(Adornments.remove(text))
                + TextEncoding.remedy(text);
    }

    private String remedy(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            return "";
        }
        if (thousands == null
                && decimal == '.'
                && Patterns.THOUSANDS_COMMA.matcher(text).matches()) {
            return "; set thousands: \",\"";
        }
        if (decimal == '.' && Patterns.DECIMAL_COMMA.matcher(text).matches()) {
            return text.indexOf('.') < 0 ? "; set decimal: \",\"" : "; set decimal: \",\" and thousands: \".\"";
        }
        Matcher grouped = Patterns.OTHER_THOUSANDS.matcher(text);
        if (thousands == null && grouped.matches() && grouped.group(1).charAt(0) != decimal) {
            String point = grouped.group(2);
            boolean otherPoint = point != null && point.charAt(0) != decimal;
            return (otherPoint ? "; set decimal: \"" + point.charAt(0) + "\" and" : "; set") + " thousands: \""
                    + escaped(grouped.group(1).charAt(0)) + '"';
        }
        return Patterns.NO_DIGITS.matcher(text).matches()
                ? "; if it means a missing value, set na_values: [\"" + SafeText.excerpt(text) + "\"]"
                : "";
    }

    /** Returns the character as an escape if it is invisible, as a configuration may write it. */
    private static String escaped(char c) {
        return c != ' ' && Character.isSpaceChar(c)
                ? String.format(Locale.ROOT, "\\u%04x", (int) c)
                : String.valueOf(c);
    }
}
