package io.mlops.task.run;

import org.jspecify.annotations.Nullable;

/**
 * The input of a run.
 *
 * @param name as the client named it; untrusted, never used as a path
 * @param uploaded whether the file is stored with the run; if not, it is in an input directory of the server
 * @param path of a server-side file, absolute; null for an upload
 * @param bytes its size as stored
 * @param sha256 in hex; null until it is known
 */
public record RunInput(
        String name,
        boolean uploaded,
        @Nullable String path,
        long bytes,
        @Nullable String sha256) {

    public static RunInput of(String name, Upload upload) {
        return new RunInput(name, true, null, upload.bytes(), upload.sha256());
    }

    public RunInput withSha256(String hex) {
        return new RunInput(name, uploaded, path, bytes, hex);
    }
}
