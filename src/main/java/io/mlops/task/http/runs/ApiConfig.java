package io.mlops.task.http.runs;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The API's limits.
 *
 * @param data directory of the service
 * @param streams live logs that may be followed concurrently
 * @param uploads request bodies that may be received concurrently
 * @param uploadPatience after which a body that is received too slowly ends its connection
 * @param csvBytes of a CSV to predict; a longer one becomes a run
 */
public record ApiConfig(Path data, int streams, int uploads, Duration uploadPatience, int csvBytes) {

    /** Returns the directory that bodies are received in, on the disk of the runs. */
    public Path uploadFolder() {
        return data.resolve("uploads");
    }
}
