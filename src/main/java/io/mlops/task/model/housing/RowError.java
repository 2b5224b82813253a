package io.mlops.task.model.housing;

import io.mlops.task.text.Messages;
import java.util.Locale;

/**
 * Why a row cannot be predicted.
 *
 * @param place what {@code number} counts
 * @param number from 1
 * @param feature the feature's name, or "" if the whole row is invalid
 */
public record RowError(Place place, long number, String feature, String expected, String actual) {
    /** Where a row is. */
    public enum Place {
        /** Among the rows of a request. */
        ROW,
        /** In a file, whose header has a line, too. */
        LINE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public String message() {
        return place.label() + " " + number + (feature.isEmpty() ? "" : ", " + feature) + ": "
                + Messages.mustBe(expected, actual);
    }
}
