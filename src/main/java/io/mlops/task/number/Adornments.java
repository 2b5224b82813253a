package io.mlops.task.number;

import io.mlops.task.text.TextFormula;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file may write around a number: a currency, blanks that do not break a line, or Excel's formula of a text, {@code ="1.5"}. */
public final class Adornments {
    /** As they are written besides their signs and the codes of ISO 4217, some with a point. */
    private static final Set<String> CURRENCIES = Set.of(
            "zł", "kr", "kr.", "Kč", "Ft", "lei", "лв", "лв.", "руб", "руб.", "р.", "Rs", "Rs.", "Rp", "Fr.", "元", "円",
            "원", "USDT", "USDC", "GBX", "GBp");

    private static final int ISO_CODE = 3;
    /** Codes of ISO 4217 that stand for no currency, and for tests. */
    private static final Set<String> NO_CURRENCIES = Set.of("XXX", "XTS");

    private static final int MAX_LENGTH = 324;

    /** Compiled only for texts with a sign: that takes milliseconds of a short run. */
    private static final class Patterns {
        /** Such as {@code US$}, {@code R$}. */
        static final Pattern LETTERS_OF_SIGN = Pattern.compile("^([-+]?)\\p{Lu}{1,3}(?=\\p{Sc})");
    }

    private Adornments() {}

    /** Returns the text without them; itself if it has none. */
    public static String remove(String adorned) {
        String content = TextFormula.unwrap(adorned);
        if (content.length() > MAX_LENGTH) {
            return content;
        }
        String text = withoutCurrencyName(content);
        text = hasSign(text) ? Patterns.LETTERS_OF_SIGN.matcher(text).replaceFirst("$1") : text;
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean edge = i == 0 || i == text.length() - 1 || plain.isEmpty() || isMinusOrPlus(plain);
            boolean dropped = isSignOrBlank(c);
            if (!dropped || !(edge || text.substring(i).chars().allMatch(Adornments::isSignOrBlank))) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    public static boolean hasCurrency(String text) {
        return hasSign(text) || !withoutCurrencyName(text).equals(text);
    }

    private static boolean hasSign(String text) {
        return text.chars().anyMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
    }

    private static boolean isSignOrBlank(int c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL || Character.isSpaceChar(c);
    }

    private static boolean isMinusOrPlus(CharSequence text) {
        return text.length() == 1 && (text.charAt(0) == '-' || text.charAt(0) == '+');
    }

    /** Returns the text without a currency's name before or behind a number. */
    private static String withoutCurrencyName(String text) {
        if (text.chars().noneMatch(Character::isDigit)) {
            return text;
        }
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '.' && isCurrency(text.substring(start, end + 1))) {
            end++;
        }
        if (isCurrency(text.substring(start, end))) {
            return text.substring(0, start) + text.substring(end);
        }
        int from = text.endsWith(".") ? text.length() - 1 : text.length();
        while (from > 0 && Character.isLetter(text.charAt(from - 1))) {
            from--;
        }
        return isCurrency(text.substring(from)) ? text.substring(0, from) : text;
    }

    private static boolean isCurrency(String name) {
        return CURRENCIES.contains(name)
                || (name.length() == ISO_CODE && !NO_CURRENCIES.contains(name) && isIsoCode(name));
    }

    private static boolean isIsoCode(String name) {
        try {
            return Currency.getInstance(name).getCurrencyCode().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
