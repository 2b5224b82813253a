package io.mlops.task.model.housing;

/**
 * Why a row cannot be predicted.
 *
 * @param row where it stands: its place among the rows, from 1, or its line in a file
 * @param feature the feature's name, or "" when the whole row is at fault
 */
public record RowError(long row, String feature, String found, String wanted) {
    public String message() {
        return "row " + row + (feature.isEmpty() ? "" : ", " + feature) + ": found " + found + "; wanted " + wanted;
    }
}
