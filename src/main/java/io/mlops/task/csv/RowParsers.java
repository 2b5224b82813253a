package io.mlops.task.csv;

/** Makes the parser of each thread. */
record RowParsers(String columnName, int column, int columns, boolean fast) {

    RowParser parser() {
        return fast ? new FastRowParser(plain()) : plain();
    }

    PlainRowParser plain() {
        return new PlainRowParser(columnName, column, columns);
    }
}
