package io.mlops.task.execution;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * The input and configuration of a run.
 *
 * @param inputName its name in messages, as the caller named it
 * @param threads how many threads may work on it, at least 1
 * @param run the run's id; "" for a batch command
 * @param maxRunBytes what it may hold of its rows in memory: rows to be sorted, windows, groups
 */
public record Job(InputFile input, String inputName, ConfigFile config, int threads, String run, long maxRunBytes) {

    /** @throws JobException if the input cannot be opened: its name, and why */
    public FileChannel openInput() throws JobException {
        try {
            return input.open();
        } catch (NoSuchFileException e) {
            throw new JobException("Input file not found: " + inputName);
        } catch (FileSystemException e) {
            throw unreadableInput(e.getReason() == null ? e.toString() : e.getReason());
        } catch (IOException e) {
            throw unreadableInput(e.toString());
        }
    }

    public JobException unreadableInput(String reason) {
        return new JobException("Input file cannot be read: " + inputName + ": " + reason);
    }
}
