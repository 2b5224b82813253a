package io.mlops.task.csv;

/** Reads the numbers of one column from bytes that begin where a record begins. */
interface RowParser {

    /**
     * @param bytes readable for {@value #PADDING} bytes beyond {@code to}, whatever stands there
     * @param last whether the file ends at {@code to}; if not, a record that is still open there is left for later
     * @param rows cleared before it is filled
     */
    void parse(byte[] bytes, int from, int to, boolean last, RowBatch rows);

    int PADDING = 512;
}
