package io.mlops.task.store;

import io.mlops.task.execution.Sha256;
import io.mlops.task.run.RunId;
import io.mlops.task.run.Upload;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Uploads until they are inputs of runs: large ones in a directory, small ones in memory until a worker has read them. */
final class FileUploads {
    private static final int BUFFER = 64 << 10;
    /** The part of the heap that small uploads may take. */
    private static final int MEMORY_SHARE = 8;

    private final Path directory;
    private final DirectFiles directFiles;
    private final MemoryFile.Memory memory;
    private final Map<RunId, MemoryFile> unread = new ConcurrentHashMap<>();

    private FileUploads(Path directory, DirectFiles directFiles, MemoryFile.Memory memory) {
        this.directory = directory;
        this.directFiles = directFiles;
        this.memory = memory;
    }

    /** Deletes what a killed process left in the directory. */
    static FileUploads in(Path directory) throws IOException {
        Directories.deleteContents(directory);
        long bytes = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
        return new FileUploads(directory, DirectFiles.of(directory), new MemoryFile.Memory(bytes));
    }

    Upload receive(InputStream content) throws IOException {
        MessageDigest digest = Sha256.digest();
        InputStream hashed = new DigestInputStream(content, digest);
        MemoryFile start = MemoryFile.read(hashed, memory);
        if (start.isComplete()) {
            return new InMemory(start, Sha256.hex(digest));
        }
        try (start) {
            Path file = newFile();
            long bytes = write(file, start, hashed);
            return new OnDisk(file, bytes, Sha256.hex(digest));
        }
    }

    private static long write(Path file, MemoryFile start, InputStream rest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = start.size();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            start.writeTo(out);
            start.close();
            for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
                out.write(buffer, 0, read);
                bytes += read;
            }
            return bytes;
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Returns an upload with the content of an input, which is not copied if the file system has links. */
    Upload link(Path input, long bytes, String sha256) throws IOException {
        Path link = newFile();
        try {
            Files.createLink(link, input);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(input, link, StandardCopyOption.REPLACE_EXISTING);
        }
        return new OnDisk(link, bytes, sha256);
    }

    private Path newFile() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    /** Makes an upload the content of a new file, and flushes that. */
    void store(Upload upload, Path input) throws IOException {
        if (upload instanceof InMemory small) {
            directFiles.write(input, small.file());
        } else if (upload instanceof OnDisk large) {
            Files.move(large.file(), input, StandardCopyOption.ATOMIC_MOVE);
            try (FileOutputStream out = new FileOutputStream(input.toFile(), true)) {
                out.getFD().sync();
            }
        }
    }

    /** Keeps an upload that is in memory until a worker takes it as the input of its run. */
    void retain(@Nullable Upload upload, RunId run) {
        if (upload instanceof InMemory small) {
            unread.put(run, small.file().handOver());
        }
    }

    /** Returns the input of a run for the caller to close; null if it is not in memory. */
    @Nullable
    MemoryFile take(RunId run) {
        return unread.remove(run);
    }

    /** Releases the input of a run that is not going to be read. */
    void forget(RunId run) {
        MemoryFile input = take(run);
        if (input != null) {
            input.close();
        }
    }

    private record OnDisk(Path file, long bytes, String sha256) implements Upload {
        @Override
        @SuppressWarnings("ResultOfMethodCallIgnored")
        public void close() {
            file.toFile().delete();
        }
    }

    private record InMemory(MemoryFile file, String sha256) implements Upload {
        @Override
        public long bytes() {
            return file.size();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
