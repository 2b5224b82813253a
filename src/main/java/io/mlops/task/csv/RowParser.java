package io.mlops.task.csv;

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
     * Creates the parser of each thread.
     *
     * @param column index of the column
     * @param columns how many the header has
     */
    record Factory(String columnName, int column, int columns, boolean isFast) {

        RowParser parser() {
            return isFast ? fast() : reference();
        }

        FastRowParser fast() {
            return new FastRowParser(reference());
        }

        ReferenceRowParser reference() {
            return new ReferenceRowParser(columnName, column, columns);
        }
    }
}
