package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** A seeded file with a mixture of everything that a CSV file can contain: ordinary lines, odd ones, and a few invalid ones. */
final class QuirkyFile {
    private static final List<String> ODD_VALUES = List.of(
            "",
            " ",
            "NaN",
            "null",
            "N/A",
            "inf",
            "-inf",
            "1e5",
            "-2.5E-3",
            "+7",
            "-0.0",
            ".5",
            "5.",
            "007.25",
            "123456789.123456789",
            "9007199254740993",
            "0.1000000000000000055511151231257827",
            " 3.5 ",
            "\t4.5");
    private static final List<String> WRONG_VALUES = List.of("abc", "1.2.3", "12:34", "0x1p3", "1,5", "none", "--1");
    private static final List<String> TEXTS = List.of(
            "", "a", "2025-01-01 00:00:00", "ñandú", "a,b", "say \"hi\"", "two\nlines", "\r\n", " ", "\"", "x y");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final int columns;
    private final int column;
    /** One in this many lines is odd; one in this many odd ones is invalid. */
    private final int odd;

    private final int wrong;
    private final String lineEnd;

    private QuirkyFile(long seed) {
        random = new Random(seed);
        columns = 1 + random.nextInt(8);
        column = random.nextInt(columns);
        odd = List.of(2, 5, 20, 1_000_000).get(random.nextInt(4));
        wrong = List.of(3, 30, 1_000_000, 1_000_000).get(random.nextInt(4));
        lineEnd = random.nextInt(3) == 0 ? "\r\n" : "\n";
    }

    static byte[] of(long seed) {
        QuirkyFile file = new QuirkyFile(seed);
        file.write();
        return file.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write() {
        if (random.nextInt(4) == 0) {
            text.append('\ufeff');
        }
        boolean wrapAll = random.nextInt(5) == 0;
        boolean quoteAll = random.nextInt(5) == 0;
        line(header(), wrapAll, quoteAll);
        int rows = random.nextInt(200);
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(odd) == 0) {
                oddLine();
            } else {
                line(ordinary(), wrapAll, quoteAll);
            }
        }
        if (random.nextInt(3) == 0) {
            text.setLength(text.length() - lineEnd.length());
        }
    }

    private String[] header() {
        String[] names = new String[columns];
        for (int i = 0; i < columns; i++) {
            names[i] = i == column ? "close" : "column " + i;
        }
        return names;
    }

    private String[] ordinary() {
        String[] fields = new String[columns];
        for (int i = 0; i < columns; i++) {
            fields[i] = i % 3 == 1 ? "word" + (char) ('a' + random.nextInt(26)) : number();
        }
        fields[column] = number();
        return fields;
    }

    private String number() {
        return random.nextInt(1_000_000) + "." + (10 + random.nextInt(90));
    }

    private void oddLine() {
        String[] fields = ordinary();
        switch (random.nextInt(8)) {
            case 0 -> text.append(random.nextBoolean() ? "" : " \t").append(lineEnd);
            case 1 -> line(java.util.Arrays.copyOf(fields, 1 + random.nextInt(columns)), false, false);
            case 2 -> {
                fields[column] = pick(random.nextInt(wrong) == 0 ? WRONG_VALUES : ODD_VALUES);
                line(fields, random.nextInt(4) == 0, random.nextBoolean());
            }
            case 3 -> {
                fields[random.nextInt(columns)] = "";
                line(fields, false, false);
            }
            case 4 -> line(fields, true, random.nextBoolean());
            case 5 -> {
                text.append(String.join(",", fields));
                text.append(random.nextInt(wrong) == 0 ? ",surplus" : ", ,\t,").append(lineEnd);
            }
            default -> {
                int other = random.nextInt(columns);
                fields[other] = other == column ? " " + fields[other] : pick(TEXTS);
                line(fields, random.nextInt(4) == 0, random.nextBoolean());
            }
        }
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void line(String[] fields, boolean wrapped, boolean quoted) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            boolean needsQuotes = quoted || fields[i].matches("(?s).*[,\"\\r\\n].*");
            line.append(i == 0 ? "" : ",").append(needsQuotes ? inQuotes(fields[i]) : fields[i]);
        }
        text.append(wrapped ? inQuotes(line.toString()) : line).append(lineEnd);
    }

    private static String inQuotes(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }
}
