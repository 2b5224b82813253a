package io.mlops.task.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What a server-side input held, told by its SHA-256. It is made when the run has ended, so that nobody waits for it, and
 * only where the file's size and time are still what they were before the run read it.
 */
final class InputHasher {
    private final Path file;
    private final @Nullable Stamp before;

    private InputHasher(Path file) {
        this.file = file;
        this.before = Stamp.of(file);
    }

    static InputHasher before(Path file) {
        return new InputHasher(file);
    }

    /** Keeps the hash with the run; does nothing where the run has one already. */
    void update(RunService runs, Run run) {
        if (run.input().sha256() != null || before == null || !before.equals(Stamp.of(file))) {
            return;
        }
        try {
            String sha256 = Sha256.digest(file);
            if (before.equals(Stamp.of(file))) {
                runs.update(run.id(), ended -> ended.with(ended.input().withSha256(sha256)));
            }
        } catch (IOException e) {
            runs.saveFailed(run, e);
        }
    }

    private record Stamp(long size, FileTime modified) {
        static @Nullable Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.isRegularFile() ? new Stamp(attributes.size(), attributes.lastModifiedTime()) : null;
            } catch (IOException e) {
                return null;
            }
        }
    }
}
