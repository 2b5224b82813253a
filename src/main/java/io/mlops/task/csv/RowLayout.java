package io.mlops.task.csv;

import java.util.List;

/**
 * Where the rows of a file start, and which of their fields are read.
 *
 * @param start of the first row, in bytes from the start of the text
 * @param firstLine on which it is, from 1
 * @param headerLine 0 if there is no header
 * @param wrapped whether the header is wrapped in quotes as a whole
 * @param names of the columns; if there is no header, the texts of the first row
 * @param columnName for messages
 * @param time indexes of the columns whose texts are the time; empty if there is none
 * @param timeNames the names of these columns
 * @param group index of the group column; -1 if there is none
 * @param format detected format of the times; "" if unknown
 */
record RowLayout(
        char delimiter,
        int start,
        int firstLine,
        int headerLine,
        boolean wrapped,
        List<String> names,
        int column,
        String columnName,
        List<Integer> time,
        List<String> timeNames,
        int group,
        String format) {

    /** Returns the number of columns. */
    int columns() {
        return names.size();
    }

    /** Returns the indexes of the fields that are read in addition to the value: the time's, then the group's. */
    int[] keys() {
        int[] keys = new int[time.size() + (group < 0 ? 0 : 1)];
        for (int i = 0; i < time.size(); i++) {
            keys[i] = time.get(i);
        }
        if (group >= 0) {
            keys[time.size()] = group;
        }
        return keys;
    }
}
