package io.mlops.task.http.upload;

import io.mlops.task.run.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A file that was received, on the disk of the runs: one becomes a run's own by a move. What no run took is deleted on
 * {@link #close}.
 */
public record UploadedFile(Path file, long bytes, String sha256) implements Closeable {
    private static final int BUFFER = 64 << 10;

    /** Hashes on the way, so that the file is never read only for that. */
    public static UploadedFile save(InputStream in, Path folder) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                bytes += read;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new UploadedFile(file, bytes, Sha256.hex(digest));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
