package io.mlops.task.csv;

/** Hears how a scan gets on. */
public interface ScanListener {

    /**
     * @param bytes read so far (of a gzip file: compressed)
     * @param totalBytes the file's size, or -1 where it has none (a pipe)
     * @param rows read so far
     */
    void scanned(long bytes, long totalBytes, long rows);

    /** Something that a reader of the log should know and that does not stop the scan. */
    void warning(String message);
}
