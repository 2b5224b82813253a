package io.mlops.task.store;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.RunFiles;
import io.mlops.task.execution.Sha256;
import io.mlops.task.run.JobInputs;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.mlops.task.run.Submission;
import io.mlops.task.run.Upload;
import io.mlops.task.text.Messages;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One directory for each run: {@code run.json}, {@code config.yaml}, {@code metrics.json}, {@code run.log},
 * {@code series.bin} if it has a plot, {@code artifacts/} if it has any and, if it was uploaded, {@code input.csv}. A new
 * run is written to {@code incoming/} and then renamed into place; a deleted one is moved to {@code outgoing/} before its
 * files are deleted.
 */
public final class FileRunStore implements RunStore {
    private static final System.Logger LOGGER = System.getLogger(FileRunStore.class.getName());
    private static final int BUFFER = 64 << 10;
    private static final String RUN = "run.json";
    private static final String CONFIG = "config.yaml";
    private static final String METRICS = "metrics.json";
    private static final String LOG = "run.log";
    private static final String SERIES = "series.bin";
    private static final String INPUT = "input.csv";
    private static final String ARTIFACTS = "artifacts";

    private final Path runs;
    private final Path incoming;
    private final Path outgoing;
    private final Path uploads;
    private final long maxLogBytes;
    private final List<Path> inputRoots;
    private @Nullable FileLock lock;
    private final AtomicLong scratchFiles = new AtomicLong();

    private FileRunStore(Path data, long maxLogBytes, List<Path> inputRoots) {
        this.runs = data.resolve("runs");
        this.incoming = data.resolve("incoming");
        this.outgoing = data.resolve("outgoing");
        this.uploads = data.resolve("uploads");
        this.maxLogBytes = maxLogBytes;
        this.inputRoots = inputRoots;
    }

    /**
     * Opens a data directory, creates it if it does not exist, and deletes what a killed process left unfinished.
     *
     * @param maxLogBytes how large the log of one run may become
     * @param inputRoots the directories that server-side inputs are in
     * @throws IOException also if another process uses the directory
     */
    public static FileRunStore open(Path data, long maxLogBytes, List<Path> inputRoots) throws IOException {
        FileRunStore store = new FileRunStore(data.toAbsolutePath(), maxLogBytes, inputRoots);
        Files.createDirectories(store.runs);
        store.lock(data.resolve("lock"));
        Directories.deleteContents(store.incoming);
        Directories.deleteContents(store.outgoing);
        Directories.deleteContents(store.uploads);
        return store;
    }

    /** Until {@link #close}: two services on one directory would both execute its runs. */
    private void lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException(file.getParent() + " is in use by another process");
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.acquiredBy().close();
        }
    }

    @Override
    public List<Run> load() throws IOException {
        try (Stream<Path> directories = Files.list(runs)) {
            return directories
                    .parallel()
                    .map(FileRunStore::read)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private static @Nullable Run read(Path directory) {
        Path file = directory.resolve(RUN);
        try {
            Run run = RunJson.read(Files.readAllBytes(file));
            if (!directory.endsWith(run.id().value())) {
                throw new IOException(
                        Messages.mustBe("the record of run " + directory.getFileName(), "of run " + run.id()));
            }
            return run;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "Skipping the unreadable run " + file + ": " + e);
            return null;
        }
    }

    @Override
    public Upload receive(InputStream content) throws IOException {
        Path file = uploads.resolve(UUID.randomUUID().toString());
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                bytes += read;
            }
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new FileUpload(file, bytes, Sha256.hex(digest));
    }

    @Override
    public Upload linkInput(Run run) throws IOException {
        Path link = incoming.resolve("linked-" + UUID.randomUUID());
        Path input = inputPath(run);
        try {
            Files.createLink(link, input);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(input, link, StandardCopyOption.REPLACE_EXISTING);
        }
        return new FileUpload(
                link, run.input().bytes(), Objects.requireNonNull(run.input().sha256(), "sha256"));
    }

    private record FileUpload(Path file, long bytes, String sha256) implements Upload {
        @Override
        @SuppressWarnings("ResultOfMethodCallIgnored")
        public void close() {
            file.toFile().delete();
        }
    }

    @Override
    public void create(Run run, Submission submission) throws IOException {
        Path directory = incoming.resolve(run.id().value());
        try {
            Files.createDirectory(directory);
            fill(directory, run, submission);
            Files.move(directory, directory(run.id()), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.flushDirectory(runs);
        } catch (IOException | RuntimeException | Error e) {
            Directories.deleteQuietly(directory, e);
            Directories.deleteQuietly(directory(run.id()), e);
            throw e;
        }
    }

    private static void fill(Path directory, Run run, Submission submission) throws IOException {
        if (submission.upload() instanceof FileUpload upload) {
            Path input = directory.resolve(INPUT);
            Files.move(upload.file(), input, StandardCopyOption.ATOMIC_MOVE);
            flush(input);
        }
        writeAndFlush(directory.resolve(CONFIG), submission.config().getBytes(StandardCharsets.UTF_8));
        writeAndFlush(directory.resolve(RUN), RunJson.write(run));
        AtomicFile.flushDirectory(directory);
    }

    @Override
    public void save(Run run) throws IOException {
        if (!exists(run.id())) {
            return;
        }
        replace(directory(run.id()).resolve(RUN), RunJson.write(run));
    }

    @Override
    public boolean exists(RunId id) {
        // true if the disk cannot tell
        return !Files.notExists(directory(id).resolve(RUN));
    }

    @Override
    public void delete(RunId id) throws IOException {
        Path deleted = outgoing.resolve(id.value());
        try {
            Files.move(directory(id), deleted, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        AtomicFile.flushDirectory(runs);
        Directories.delete(deleted);
    }

    @Override
    public long sizeInBytes(RunId id) throws IOException {
        return Directories.sizeInBytes(directory(id));
    }

    @Override
    public long freeBytes() {
        return runs.toFile().getUsableSpace();
    }

    @Override
    public boolean isWritable() {
        return Files.isWritable(runs);
    }

    @Override
    public RunFiles files(RunId id) {
        return new RunFiles() {
            @Override
            public List<LogSink> openLog() throws IOException {
                return List.of(new BoundedLogFile(directory(id).resolve(LOG), maxLogBytes));
            }

            @Override
            public void writeMetrics(String record) throws IOException {
                replace(directory(id).resolve(METRICS), record.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public boolean storesSeries() {
                return true;
            }

            @Override
            public void writeSeries(byte[] series) throws IOException {
                replace(directory(id).resolve(SERIES), series);
            }

            @Override
            public Artifacts artifacts() throws IOException {
                return AtomicDirectory.start(
                        incoming,
                        "artifacts-" + scratchFiles.incrementAndGet(),
                        directory(id).resolve(ARTIFACTS));
            }
        };
    }

    @Override
    public JobInputs inputs(Run run) {
        String path = run.input().path();
        InputFile input = path == null ? InputFile.of(inputPath(run)) : serverFile(path)::openChannel;
        return new LocalInputs(input, directory(run.id()).resolve(CONFIG));
    }

    private record LocalInputs(InputFile input, Path config) implements JobInputs {
        @Override
        public void close() {
            // the files of the run itself
        }
    }

    @Override
    public StoredFile input(Run run) {
        String path = run.input().path();
        return path == null ? new LocalFile(inputPath(run)) : serverFile(path);
    }

    private RootedFile serverFile(String path) {
        return new RootedFile(inputRoots, Path.of(path));
    }

    private Path inputPath(Run run) {
        return directory(run.id()).resolve(INPUT);
    }

    @Override
    public StoredFile config(RunId id) {
        return file(id, CONFIG);
    }

    @Override
    public StoredFile metrics(RunId id) {
        return file(id, METRICS);
    }

    @Override
    public StoredFile log(RunId id) {
        return file(id, LOG);
    }

    @Override
    public StoredFile series(RunId id) {
        return file(id, SERIES);
    }

    @Override
    public List<StoredFile> artifacts(RunId id) throws IOException {
        try (Stream<Path> files = Files.list(directory(id).resolve(ARTIFACTS))) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .<StoredFile>map(LocalFile::new)
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    private StoredFile file(RunId id, String name) {
        return new LocalFile(directory(id).resolve(name));
    }

    private Path directory(RunId id) {
        return runs.resolve(id.value());
    }

    /** Atomic: what a killed process leaves incomplete is in the incoming directory, never with a run. */
    private void replace(Path file, byte[] content) throws IOException {
        Path temporary = incoming.resolve("file-" + scratchFiles.incrementAndGet());
        try {
            writeAndFlush(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        AtomicFile.flushDirectory(file.resolveSibling("."));
    }

    /** Writes with a stream, because a channel fails on an interrupted thread and the end of a run must be saved. */
    private static void writeAndFlush(Path file, byte[] content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
    }

    private static void flush(Path file) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.getFD().sync();
        }
    }
}
