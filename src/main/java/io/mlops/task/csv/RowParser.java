package io.mlops.task.csv;

import io.mlops.task.number.NumberStyle;
import org.jspecify.annotations.Nullable;

/** Parses the numbers of one column from bytes that start where a record starts. */
interface RowParser {
    int PADDING = 512;

    /**
     * @param bytes readable for {@value #PADDING} bytes beyond {@code to}, whatever they are
     * @param last whether the file ends at {@code to}; if not, a record that is still open there is left for later
     * @param rows cleared before it is filled
     */
    void parse(byte[] bytes, int from, int to, boolean last, RowBatch rows);

    /**
     * Creates the parsers of each thread.
     *
     * @param groups null without a group column
     */
    record Factory(
            RowLayout layout,
            NumberStyle style,
            @Nullable String timeFormat,
            @Nullable GroupIds groups,
            boolean isFast) {

        RowParser parser() {
            return isFast ? fast() : reference();
        }

        FastRowParser fast() {
            return new FastRowParser(reference());
        }

        ReferenceRowParser reference() {
            return new ReferenceRowParser(layout, style);
        }

        /** Returns null if there is nothing to decode. */
        @Nullable
        KeyDecoder decoder() {
            return keys() == 0 ? null : new KeyDecoder(layout, timeFormat, groups);
        }

        int keys() {
            return layout.time().size() + (layout.group() < 0 ? 0 : 1);
        }
    }
}
