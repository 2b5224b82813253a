package io.mlops.task.layout;

/** A column: its name in the header, or its index. */
public sealed interface ColumnRef {

    /** Returns it as in a configuration; a name in quotes. */
    String label();

    /** @param name as in the header: exact, else trimmed and ignoring case */
    record Named(String name) implements ColumnRef {
        @Override
        public String label() {
            return '"' + name + '"';
        }
    }

    /** @param index from 0 */
    record Placed(int index) implements ColumnRef {
        @Override
        public String label() {
            return Integer.toString(index);
        }
    }
}
