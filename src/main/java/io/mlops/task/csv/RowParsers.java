package io.mlops.task.csv;

/** Makes the parser of each thread. */
record RowParsers(String columnName, int column, int columns, boolean isFast) {

    RowParser parser() {
        return isFast ? fast() : plain();
    }

    FastRowParser fast() {
        return new FastRowParser(plain());
    }

    PlainRowParser plain() {
        return new PlainRowParser(columnName, column, columns);
    }
}
