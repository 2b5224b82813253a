package io.mlops.task.run;

import org.jspecify.annotations.Nullable;

/**
 * What a run reads.
 *
 * @param name as the caller named it; data, never a path on our disk
 * @param uploaded whether the file lies with the run; if not, it lies under an input root
 * @param path of a server-side file, absolute; null for an upload
 * @param bytes its size, on disk
 * @param sha256 in hex; null until it is known
 */
public record RunInput(
        String name,
        boolean uploaded,
        @Nullable String path,
        long bytes,
        @Nullable String sha256) {

    public RunInput withSha256(String hex) {
        return new RunInput(name, uploaded, path, bytes, hex);
    }
}
