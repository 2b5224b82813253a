package io.mlops.task.csv;

/**
 * What a scan read.
 *
 * @param rows data rows in the file, missing values included
 * @param missing rows without a value; under {@link MissingPolicy#DROP} the sink did not receive them
 * @param firstMissingLine the line of the first of those, 0 if there is none
 */
public record ColumnSummary(long rows, long missing, long firstMissingLine) {}
