package io.mlops.task.csv;

/**
 * Is notified of a scan's progress, never from two threads at once, but also on the scan's own threads. What it throws ends the
 * scan and is thrown by {@link ColumnScan#read}.
 */
public interface ScanListener {

    /**
     * @param bytes read so far (of a gzip file: compressed)
     * @param totalBytes the file's size, or -1 if it has none (a pipe)
     * @param rows read so far
     */
    void scanned(long bytes, long totalBytes, long rows);

    /** A problem for the log that does not stop the scan. */
    void warning(String message);
}
