package io.mlops.task.model.housing;

import io.mlops.task.text.Messages;

/**
 * Why a row cannot be predicted.
 *
 * @param row its position in the request, from 1, or its line in a file
 * @param feature the feature's name, or "" if the whole row is invalid
 */
public record RowError(long row, String feature, String expected, String actual) {
    public String message() {
        return "row " + row + (feature.isEmpty() ? "" : ", " + feature) + ": " + Messages.mustBe(expected, actual);
    }
}
