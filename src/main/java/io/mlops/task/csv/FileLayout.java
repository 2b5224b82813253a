package io.mlops.task.csv;

import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a file, as detected or configured, and its groups.
 *
 * @param columns the names of all columns; if there is no header, their indexes
 * @param hasTimes whether the time of each row is read
 * @param groups null without a group column; filled while rows are read
 * @param description what is known, by name, in the order of the documentation
 */
public record FileLayout(
        List<String> columns, boolean hasTimes, @Nullable GroupIds groups, Map<String, String> description) {
    static FileLayout of(
            String compression, String encoding, RowLayout rows, @Nullable String group, @Nullable GroupIds groups) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("compression", compression);
        description.put("encoding", encoding);
        description.put("delimiter", delimiter(rows.delimiter()));
        description.put("header", rows.headerLine() == 0 ? "none" : Integer.toString(rows.headerLine()));
        description.put("column", SafeText.excerpt(rows.columnName()));
        description.put("time", rows.time().isEmpty() ? "none" : SafeText.excerpt(String.join(" ", rows.timeNames())));
        if (!rows.format().isEmpty()) {
            description.put("time_format", rows.format());
        }
        if (group != null) {
            description.put("group", group);
        }
        return new FileLayout(names(rows), !rows.time().isEmpty(), groups, description);
    }

    private static List<String> names(RowLayout rows) {
        if (rows.headerLine() > 0) {
            return rows.names();
        }
        List<String> places = new ArrayList<>();
        for (int i = 0; i < rows.columns(); i++) {
            places.add(Integer.toString(i));
        }
        return places;
    }

    private static String delimiter(char delimiter) {
        return delimiter == '\t' ? "tab" : Character.toString(delimiter);
    }
}
