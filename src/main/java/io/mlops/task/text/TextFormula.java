package io.mlops.task.text;

/** Excel's formula of a text, such as {@code ="1.5"}: it keeps a spreadsheet from interpreting the text. */
public final class TextFormula {
    private static final String START = "=\"";

    private TextFormula() {}

    public static boolean matches(String text) {
        String formula = text.strip();
        return formula.startsWith(START) && formula.endsWith("\"") && formula.length() > START.length();
    }

    /** Returns the text that a formula stands for; the argument if it is not a formula. */
    public static String unwrap(String text) {
        String formula = text.strip();
        return matches(formula)
                ? formula.substring(START.length(), formula.length() - 1).strip()
                : text;
    }
}
