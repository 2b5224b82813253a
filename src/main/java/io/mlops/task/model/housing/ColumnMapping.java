package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where in a file's records its form's columns are. */
@SuppressWarnings("ArrayRecordComponent") // positions; compared by nobody
record ColumnMapping(HousingCsvFormat form, int[] columns, int target, List<String> header, List<String> ignored) {
    /** No column: of a file whose target is not read. */
    private static final int NONE = -1;

    /** The layout of a file to learn from: all of a form's columns and its target must be there. */
    static ColumnMapping of(String source, List<String> header) throws ModelException {
        ColumnMapping features = ofFeatures(source, header);
        int target = only(source, names(header), features.form.targets());
        return new ColumnMapping(
                features.form, features.columns, target, header, ignored(header, features.columns, target));
    }

    /** The layout of a file to predict: a target is not looked for. */
    static ColumnMapping ofFeatures(String source, List<String> header) throws ModelException {
        rejectOtherDelimiter(source, header);
        List<String> names = names(header);
        HousingCsvFormat form = nearest(names);
        int[] columns = new int[form.columns().size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = only(source, names, List.of(form.columns().get(c)));
        }
        return new ColumnMapping(form, columns, NONE, header, ignored(header, columns, NONE));
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

    private static HousingCsvFormat nearest(List<String> names) {
        HousingCsvFormat best = HousingCsvFormat.EIGHT_FEATURES;
        for (HousingCsvFormat form : HousingCsvFormat.values()) {
            best = found(form, names) > found(best, names) ? form : best;
        }
        return best;
    }

    private static long found(HousingCsvFormat form, List<String> names) {
        return form.columns().stream()
                .filter(column -> names.contains(column.toLowerCase(Locale.ROOT)))
                .count();
    }

    private static int only(String source, List<String> names, List<String> wanted) throws ModelException {
        int at = -1;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (wanted.stream().anyMatch(w -> w.equalsIgnoreCase(name))) {
                if (at >= 0) {
                    throw new ModelException(source + ", line 1: column " + String.join("/", wanted)
                            + " is there twice (fields " + (at + 1) + " and " + (i + 1) + "); wanted it once");
                }
                at = i;
            }
        }
        if (at < 0) {
            throw new ModelException(source + ", line 1: column " + String.join("/", wanted)
                    + " not found in the header ["
                    + String.join(", ", names) + "]; wanted the 8-feature form [" + String.join(", ", Feature.titles())
                    + ", target] or the older one with " + String.join(", ", HousingCsvFormat.BLOCK_TOTALS.columns())
                    + ", median_house_value");
        }
        return at;
    }

    private static void rejectOtherDelimiter(String source, List<String> header) throws ModelException {
        String all = String.join("", header);
        for (String delimiter : List.of(";", "\t", "|")) {
            if (header.size() == 1 && all.contains(delimiter)) {
                throw new ModelException(source + ", line 1: looks delimited by '" + delimiter.replace("\t", "\\t")
                        + "'; only ',' is read");
            }
        }
    }

    private static List<String> ignored(List<String> header, int[] columns, int target) {
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int field = i;
            if (i != target && Arrays.stream(columns).noneMatch(c -> c == field)) {
                ignored.add(header.get(i).strip());
            }
        }
        return List.copyOf(ignored);
    }
}
