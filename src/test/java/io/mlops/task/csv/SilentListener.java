package io.mlops.task.csv;

import io.mlops.task.finding.Finding;

/** Ignores every event. */
class SilentListener implements ScanListener {
    @Override
    public void scanned(long bytes, long totalBytes, long rows) {}

    @Override
    public void found(Finding finding) {}
}
