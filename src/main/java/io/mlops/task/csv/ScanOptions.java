package io.mlops.task.csv;

/**
 * How a file is read. What is read does not depend on it.
 *
 * @param blockSize so many bytes a thread takes at a time
 * @param fast whether a line may be read by its likeness to another one
 */
record ScanOptions(int blockSize, boolean fast) {
    static final ScanOptions DEFAULT = new ScanOptions(256 << 10, true);
}
