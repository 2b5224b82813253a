package io.mlops.task.csv;

/** Ignores every event. */
class SilentListener implements ScanListener {
    @Override
    public void scanned(long bytes, long totalBytes, long rows) {}

    @Override
    public void warning(String message) {}
}
