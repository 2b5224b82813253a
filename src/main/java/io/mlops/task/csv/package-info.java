/**
 * From the bytes of a CSV file to the numbers of one column, in file order, on several threads and in constant memory.
 *
 * <pre>
 *   file ── {@link io.mlops.task.layout.TextInput}: decompressed and decoded; {@link io.mlops.task.csv.HeaderSearch}: where the rows start
 *    │
 *    │      {@link io.mlops.task.csv.BlockSource}: by position (file) or one after the other (gzip, pipe)
 *    ▼
 *   blocks ── {@link io.mlops.task.csv.BlockScan}: parsed by several threads at a time, 256 kB each
 *    │
 *    │      {@link io.mlops.task.csv.FastRowParser}: up to 64 lines at a time
 *    ▼
 *   lines
 *    ├── match ── {@link io.mlops.task.csv.LineMatcher}, learned from an earlier line, the cheapest first:
 *    │     │        {@link io.mlops.task.csv.FixedLayoutMatcher}: separators at the same offsets; compares 8 bytes at a time
 *    │     │        {@link io.mlops.task.csv.StructureMatcher}: the same separators at any offsets; finds 64 bytes at a time
 *    │     ▼
 *    │   numbers ── {@link io.mlops.task.number.DecimalParser}: 8 digits at a time, with {@link io.mlops.task.bytes.Swar}
 *    │
 *    └── miss ─── {@link io.mlops.task.csv.ReferenceRowParser}: byte by byte, with {@link io.mlops.task.csv.Field}
 *          │        and {@link io.mlops.task.number.NumberParser};
 *          │        the specification: quotes, blank lines, missing values, errors. Its line is learned.
 *          ▼
 *   rows of a block ── {@link io.mlops.task.csv.RowBatch}: values, missing ones, the first problem
 *    │
 *    │      {@link io.mlops.task.csv.OrderedRowConsumer}: in file order; a block that did not start where a record
 *    │      starts (the one before ended inside quotes) is parsed again
 *    ▼
 *   {@link io.mlops.task.csv.ColumnSink}, {@link io.mlops.task.csv.ScanListener}, {@link io.mlops.task.csv.ColumnScan.Summary}
 *   or the first {@link io.mlops.task.csv.CsvException} in file order
 * </pre>
 *
 * <p>A matcher never decides what a line means, only that it has the structure of a line that the reference parser has
 * accepted. If it learns unsuitable lines, the fast path becomes slow, not wrong; tests compare both on synthetic and
 * real-world files.
 */
@NullMarked
package io.mlops.task.csv;

import org.jspecify.annotations.NullMarked;
