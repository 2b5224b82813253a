package io.mlops.task.finding;

import java.util.Locale;

/** Everything that is checked, with the usual severity of what it finds. */
public enum Check {
    COLUMN_CONSTANT(Severity.WARNING),
    COLUMN_NAME(Severity.INFO),
    CURRENCY(Severity.INFO),
    CUT_OFF(Severity.WARNING),
    DATA_SHIFT(Severity.WARNING),
    DUPLICATE_ROWS(Severity.WARNING),
    FEATURE_RANGE(Severity.WARNING),
    FLAT_RUN(Severity.INFO),
    FORMULA(Severity.INFO),
    INVALID_ROWS(Severity.WARNING),
    LABEL_ERROR(Severity.WARNING),
    LINES_SKIPPED(Severity.INFO),
    LONG_RECORD(Severity.WARNING),
    MEANS_LOST(Severity.WARNING),
    MISSING_VALUES(Severity.INFO),
    MORE_FINDINGS(Severity.INFO),
    NO_BREAK_SPACE(Severity.INFO),
    NOT_POSITIVE(Severity.WARNING),
    OUT_OF_RANGE(Severity.WARNING),
    SCALE_JUMP(Severity.WARNING),
    SEVERAL_COLUMNS(Severity.INFO),
    SEVERAL_SERIES(Severity.WARNING),
    TARGET_SCALE(Severity.WARNING),
    TIME_AMBIGUOUS(Severity.INFO),
    TIME_DESCENDING(Severity.WARNING),
    TIME_DISORDER(Severity.WARNING),
    TIME_DUPLICATE(Severity.WARNING),
    TIME_GAP(Severity.WARNING),
    TIME_NONE(Severity.INFO),
    TIME_UNREADABLE(Severity.WARNING),
    TRAILING_BYTES(Severity.INFO),
    UNKNOWN_KEY(Severity.WARNING),
    WINDOW_SIZE(Severity.WARNING),
    WRAPPED_LINES(Severity.INFO);

    private final Severity severity;

    Check(Severity severity) {
        this.severity = severity;
    }

    /** Returns its name in records, logs and metrics, such as {@code missing-values}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param line the first line that it is about, from 1; 0 if there is none */
    public Finding finding(long count, long line, String message) {
        return finding(severity, count, line, message);
    }

    public Finding finding(Severity actual, long count, long line, String message) {
        return new Finding(label(), actual, count, line, message);
    }
}
