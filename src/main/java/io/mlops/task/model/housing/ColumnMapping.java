package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Maps the columns of a format to the fields of a file's records.
 *
 * @param columns the field of each of the format's columns
 * @param target the target's field, or -1 if it is not read
 * @param ignored names in the header that are not read, at most {@value FeatureRows#MAX_UNKNOWN} of them
 */
@SuppressWarnings("ArrayRecordComponent") // positions, never compared
record ColumnMapping(HousingCsvFormat format, int[] columns, int target, List<String> header, List<String> ignored) {
    private static final int NONE = -1;
    private static final int MAX_EXCERPT = 20;

    /** Maps a file to train on: all of a format's columns and its target must be present. */
    static ColumnMapping of(String source, List<String> header) throws ModelException {
        ColumnMapping features = ofFeatures(source, header);
        int target = indexOf(source, names(header), features.format.targets());
        return new ColumnMapping(
                features.format, features.columns, target, header, ignored(header, features.columns, target));
    }

    /** Maps a file to predict: a target is optional and not read. */
    static ColumnMapping ofFeatures(String source, List<String> header) throws ModelException {
        rejectOtherDelimiter(source, header);
        List<String> names = names(header);
        HousingCsvFormat format = bestMatch(names);
        int[] columns = new int[format.columns().size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = indexOf(source, names, List.of(format.columns().get(c)));
        }
        return new ColumnMapping(format, columns, NONE, header, ignored(header, columns, NONE));
    }

    /** Returns the first field with this name, without case; -1 if there is none. */
    int field(String name) {
        return names(header).indexOf(name);
    }

    String name(int field) {
        return header.get(field).strip();
    }

    /** Names are compared without case or surrounding space. */
    private static List<String> names(List<String> header) {
        return header.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static HousingCsvFormat bestMatch(List<String> names) {
        HousingCsvFormat best = HousingCsvFormat.EIGHT_FEATURES;
        for (HousingCsvFormat format : HousingCsvFormat.values()) {
            best = matches(format, names) > matches(best, names) ? format : best;
        }
        return best;
    }

    private static long matches(HousingCsvFormat format, List<String> names) {
        return format.columns().stream()
                .filter(column -> names.contains(column.toLowerCase(Locale.ROOT)))
                .count();
    }

    /** @param aliases the names of one column */
    private static int indexOf(String source, List<String> names, List<String> aliases) throws ModelException {
        int index = -1;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (aliases.stream().anyMatch(alias -> alias.equalsIgnoreCase(name))) {
                if (index >= 0) {
                    throw new ModelException(source + ", line 1: column " + String.join("/", aliases)
                            + " must be given once, was given twice (fields " + (index + 1) + " and " + (i + 1) + ")");
                }
                index = i;
            }
        }
        if (index < 0) {
            throw new ModelException(source + ", line 1: column " + String.join("/", aliases)
                    + " not found in the header [" + SafeText.excerpt(names, MAX_EXCERPT)
                    + "]; it must have the 8 features [" + String.join(", ", Feature.labels())
                    + ", target] or the block totals [" + String.join(", ", HousingCsvFormat.BLOCK_TOTALS.columns())
                    + ", median_house_value]");
        }
        return index;
    }

    private static void rejectOtherDelimiter(String source, List<String> header) throws ModelException {
        String all = String.join("", header);
        for (String delimiter : List.of(";", "\t", "|")) {
            if (header.size() == 1 && all.contains(delimiter)) {
                throw new ModelException(source + ", line 1: the delimiter "
                        + Messages.mustBe("','", "'" + delimiter.replace("\t", "\\t") + "'"));
            }
        }
    }

    private static List<String> ignored(List<String> header, int[] columns, int target) {
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < header.size() && ignored.size() < FeatureRows.MAX_UNKNOWN; i++) {
            int field = i;
            boolean isLabel = header.get(i).strip().equalsIgnoreCase(LabelledRows.COLUMN);
            if (i != target && !isLabel && Arrays.stream(columns).noneMatch(c -> c == field)) {
                ignored.add(SafeText.excerpt(header.get(i).strip()));
            }
        }
        return List.copyOf(ignored);
    }
}
