package io.mlops.task.csv;

import io.mlops.task.finding.Finding;

/**
 * Is notified of a scan's progress, on one thread at a time, which may be one of the scan's own. What it throws ends the
 * scan and is thrown by {@link ColumnScan#read}.
 */
public interface ScanListener {

    /**
     * @param bytes read so far (of a gzip file: compressed)
     * @param totalBytes the file's size, or -1 if it has none (a pipe)
     * @param rows read so far
     */
    void scanned(long bytes, long totalBytes, long rows);

    void found(Finding finding);

    /** Called once before the first row. */
    default void opened(FileLayout layout) {}
}
