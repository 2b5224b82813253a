package io.mlops.task.http.predict;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import org.jspecify.annotations.Nullable;

/** The nominal coverage of intervals, as a request chooses it; throws a {@link ProblemException} if it cannot be had. */
final class Coverage {
    static final String KEY = "coverage";
    static final String MIN = "0.5";
    static final String MAX = "0.99";

    static final String DESCRIPTION =
            "The nominal coverage of the intervals, rounded up to hundredths; more needs more held-out rows";

    private Coverage() {}

    /** @param query null if there is none */
    static @Nullable Double parse(@Nullable String query) {
        return query == null ? null : require(query.matches("[0-9.]{1,20}") ? number(query) : Double.NaN, query);
    }

    static Double of(JsonNode node) {
        return require(node.isNumber() ? node.doubleValue() : Double.NaN, node.toString());
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Double require(double coverage, String given) {
        if (coverage >= ConformalIntervals.MIN_COVERAGE && coverage <= ConformalIntervals.MAX_COVERAGE) {
            return coverage;
        }
        throw ProblemException.invalid(
                KEY + ": " + Messages.mustBe("a number from " + MIN + " to " + MAX, SafeText.excerpt(given)));
    }

    /** @param coverage null for the model's own */
    static ConformalIntervals intervals(Champion by, @Nullable Double coverage) {
        ConformalIntervals own = by.model().intervals();
        if (coverage == null) {
            return own;
        }
        return own.at(coverage)
                .orElseThrow(() -> ProblemException.invalid(KEY + ": "
                        + Messages.mustBe(
                                "at most " + own.maxCoverage() + ", for which version "
                                        + by.version().number() + " has enough held-out rows",
                                coverage)));
    }
}
