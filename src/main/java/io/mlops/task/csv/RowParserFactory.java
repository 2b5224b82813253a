package io.mlops.task.csv;

/** Makes the parser of each thread. */
record RowParserFactory(String columnName, int column, int columns, boolean isFast) {

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
