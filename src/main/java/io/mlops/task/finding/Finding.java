package io.mlops.task.finding;

/**
 * Something about its data that the reader of a result should know.
 *
 * @param check the label of a {@link Check}; of a stored run, that of the version that ran it
 * @param count how many rows, or whatever else the check counts, at least 1
 * @param line the first line of the input that it is about, from 1; 0 if it is about no line
 * @param message one sentence for people
 */
public record Finding(String check, Severity severity, long count, long line, String message) {}
