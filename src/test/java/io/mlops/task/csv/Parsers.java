package io.mlops.task.csv;

import io.mlops.task.layout.Dialect;
import io.mlops.task.number.NumberStyle;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Parsers of lines whose columns are separated by commas. */
final class Parsers {
    private Parsers() {}

    /** @param keys the indices of further fields to locate */
    static RowParser.Factory of(int column, int columns, boolean isFast, int... keys) {
        List<Integer> time = Arrays.stream(keys).boxed().toList();
        List<String> names = Collections.nCopies(columns, "a");
        RowLayout layout = new RowLayout(
                ',', 0, 1, 1, false, names, column, "close", time, Collections.nCopies(keys.length, "a"), -1, "");
        return new RowParser.Factory(layout, new NumberStyle(Dialect.AUTO), null, null, isFast);
    }

    /** Returns where the further fields of each row are. */
    static String keys(RowBatch rows) {
        StringBuilder places = new StringBuilder();
        for (int key = 0; key < rows.keyFrom.length; key++) {
            places.append(Arrays.toString(Arrays.copyOf(rows.keyFrom[key], rows.count)))
                    .append(Arrays.toString(Arrays.copyOf(rows.keyTo[key], rows.count)));
        }
        return places.toString();
    }

    static boolean haveSameKeys(RowBatch rows, RowBatch others) {
        boolean same = true;
        for (int key = 0; key < rows.keyFrom.length; key++) {
            same &= Arrays.equals(rows.keyFrom[key], 0, rows.count, others.keyFrom[key], 0, others.count);
            same &= Arrays.equals(rows.keyTo[key], 0, rows.count, others.keyTo[key], 0, others.count);
        }
        return same;
    }
}
