package io.mlops.task.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the API offers and where it ends.
 *
 * @param defaultConfig what a submission's configuration is laid over
 * @param inputRoots under which server-side inputs may lie
 * @param callbackHosts which may be told of ended runs
 * @param streams of live logs at the same time
 * @param uploads bodies that are received at the same time
 * @param uploadPatience how long a body may trickle before its connection is ended
 * @param diskFloorBytes with less free space the service is not ready
 */
public record ServiceLimits(
        Path data,
        Path defaultConfig,
        List<Path> inputRoots,
        List<String> callbackHosts,
        int streams,
        int uploads,
        Duration uploadPatience,
        long diskFloorBytes) {

    /** What is left on a folder's disk; -1 where that is not known. */
    public static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }
}
