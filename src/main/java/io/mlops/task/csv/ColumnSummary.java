package io.mlops.task.csv;

/**
 * What a scan saw.
 *
 * @param rows data rows in the file, missing values included
 * @param missing rows without a value; under {@link MissingPolicy#DROP} the sink did not see them
 */
public record ColumnSummary(long rows, long missing) {}
