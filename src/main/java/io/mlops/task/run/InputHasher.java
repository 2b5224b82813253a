package io.mlops.task.run;

import io.mlops.task.execution.Sha256;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the SHA-256 of a server-side input after the run has ended, so that no client waits for it, and only if the
 * file's size and time are what they were before the run read it.
 */
final class InputHasher {
    private final StoredFile file;
    private final StoredFile.@Nullable Attributes before;

    private InputHasher(StoredFile file) {
        this.file = file;
        this.before = attributes(file);
    }

    static InputHasher before(StoredFile file) {
        return new InputHasher(file);
    }

    /** Saves the hash with the run; does nothing if the run has one. */
    void update(RunService runs, Run run) {
        if (run.input().sha256() != null || before == null || !before.equals(attributes(file))) {
            return;
        }
        String sha256 = hash();
        if (sha256 == null || !before.equals(attributes(file))) {
            return;
        }
        try {
            runs.update(run.id(), ended -> ended.withInput(ended.input().withSha256(sha256)));
        } catch (IOException e) {
            runs.saveFailed(run, e);
        }
    }

    /** Null if the file is gone or has been replaced. */
    private @Nullable String hash() {
        try (InputStream in = file.open()) {
            return Sha256.digest(in);
        } catch (IOException e) {
            return null;
        }
    }

    private static StoredFile.@Nullable Attributes attributes(StoredFile file) {
        try {
            return file.attributes();
        } catch (IOException e) {
            return null;
        }
    }
}
