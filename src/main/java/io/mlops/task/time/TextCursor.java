package io.mlops.task.time;

/** A position in a text that is read from left to right. */
final class TextCursor {
    private String text = "";
    private int at;

    void reset(String next) {
        text = next;
        at = 0;
    }

    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    void skip() {
        at++;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** Returns the rest of the text. */
    String rest() {
        return text.substring(at);
    }

    /** Returns a character relative to the position; 0 if there is none. */
    char peek(int ahead) {
        int index = at + ahead;
        return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
    }

    char peek() {
        return peek(0);
    }

    /** Skips these characters; returns how many there were. */
    int skip(String characters) {
        int start = at;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at - start;
    }

    /** Whether the next characters are these, ignoring case. */
    boolean startsWith(String other, int length) {
        return text.regionMatches(true, at, other, 0, length);
    }

    int letters() {
        int end = 0;
        while (Character.isLetter(peek(end))) {
            end++;
        }
        return end;
    }

    int digits() {
        int end = 0;
        while (isDigit(peek(end))) {
            end++;
        }
        return end;
    }

    /** Reads a number of exactly that many digits; -1 if there is none. */
    int read(int min, int max) {
        int count = Math.min(digits(), max);
        if (count < min) {
            return -1;
        }
        int number = number(0, count);
        at += count;
        return number;
    }

    /** Returns the number that the next digits represent, without reading them. */
    int number(int ahead, int count) {
        int number = 0;
        for (int i = ahead; i < ahead + count; i++) {
            number = 10 * number + peek(i) - '0';
        }
        return number;
    }

    /** Reads all digits, at most 19, as an unsigned number. */
    long readLong(int count) {
        long value = Long.parseUnsignedLong(text, at, at + count, 10);
        at += count;
        return value;
    }

    /** Reads the fraction after a point or a comma in billionths; 0 if there is none. Further digits are ignored. */
    long readFraction() {
        char point = peek();
        if ((point != '.' && point != ',') || !isDigit(peek(1))) {
            return 0;
        }
        at++;
        return readBillionths();
    }

    /** Reads digits as a fraction, as if a point preceded them. */
    long readBillionths() {
        long billionths = 0;
        long unit = CivilTime.NANOS_PER_SECOND / 10;
        while (isDigit(peek())) {
            billionths += unit * (text.charAt(at++) - '0');
            unit /= 10;
        }
        return billionths;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
