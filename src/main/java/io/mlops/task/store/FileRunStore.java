package io.mlops.task.store;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.RunFiles;
import io.mlops.task.run.JobInputs;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunState;
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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One directory for each run: {@code run.json}, {@code started.json} while an attempt runs, {@code config.yaml},
 * {@code metrics.json}, {@code run.log}, {@code series.bin} if it has a plot of many rows or of a server-side input,
 * {@code artifacts/} if it has any and, if it was uploaded, {@code input.csv}. A new run is written to {@code incoming/} and then renamed into place; a deleted one is moved to {@code outgoing/} before its
 * files are deleted.
 */
public final class FileRunStore implements RunStore {
    private static final System.Logger LOGGER = System.getLogger(FileRunStore.class.getName());
    /** A plot of fewer rows of an upload is computed when it is asked for: that takes milliseconds. */
    private static final int MIN_SERIES_ROWS = 50_000;

    private static final String RUN = "run.json";
    private static final String STARTED = "started.json";
    private static final String CONFIG = "config.yaml";
    private static final String METRICS = "metrics.json";
    private static final String LOG = "run.log";
    private static final String SERIES = "series.bin";
    private static final String INPUT = "input.csv";
    private static final String ARTIFACTS = "artifacts";

    private final Path runs;
    private final Path incoming;
    private final Path outgoing;
    private final FileUploads uploads;
    private final long maxLogBytes;
    private final List<Path> inputRoots;
    private final FileLock lock;
    private final AtomicLong scratchFiles = new AtomicLong();

    private FileRunStore(Path data, long maxLogBytes, List<Path> inputRoots) throws IOException {
        this.runs = data.resolve("runs");
        this.incoming = data.resolve("incoming");
        this.outgoing = data.resolve("outgoing");
        this.maxLogBytes = maxLogBytes;
        this.inputRoots = inputRoots;
        Files.createDirectories(runs);
        AtomicFile.flushDirectory(data);
        this.lock = lock(data.resolve("lock"));
        Directories.deleteContents(incoming);
        Directories.deleteContents(outgoing);
        this.uploads = FileUploads.in(data.resolve("uploads"));
    }

    /**
     * Opens a data directory, creates it if it does not exist, and deletes what a killed process left unfinished.
     *
     * @param maxLogBytes how large the log of one run may become
     * @param inputRoots the directories that server-side inputs are in
     * @throws IOException also if another process uses the directory
     */
    public static FileRunStore open(Path data, long maxLogBytes, List<Path> inputRoots) throws IOException {
        return new FileRunStore(data.toAbsolutePath(), maxLogBytes, inputRoots);
    }

    /** Until {@link #close}: two services on one directory would both execute its runs. */
    private static FileLock lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException(file.getParent() + " is in use by another process");
        }
        return lock;
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
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
            return run.state() instanceof RunState.Queued ? latest(run, directory.resolve(STARTED)) : run;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "Skipping the unreadable run " + file + ": " + e);
            return null;
        }
    }

    /** Returns the run as its last attempt started, unless its record is later. */
    private static Run latest(Run queued, Path startedFile) {
        try {
            Run started = RunJson.read(Files.readAllBytes(startedFile));
            return started.state().attempt() > queued.state().attempt() ? started : queued;
        } catch (IOException e) {
            // not started, or the start was lost in a power failure: the attempt is not counted
            return queued;
        }
    }

    @Override
    public Upload receive(InputStream content) throws IOException {
        return uploads.receive(content);
    }

    @Override
    public Upload linkInput(Run run) throws IOException {
        String sha256 = Objects.requireNonNull(run.input().sha256(), "sha256");
        return uploads.link(inputPath(run), run.input().bytes(), sha256);
    }

    @Override
    public void create(Run run, Submission submission) throws IOException {
        Path directory = incoming.resolve(run.id().value());
        try {
            Files.createDirectory(directory);
            fill(directory, run, submission);
            Files.move(directory, directory(run.id()), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.flushDirectory(runs);
            uploads.retain(submission.upload(), run.id());
        } catch (IOException | RuntimeException | Error e) {
            Directories.deleteQuietly(directory, e);
            Directories.deleteQuietly(directory(run.id()), e);
            throw e;
        }
    }

    private void fill(Path directory, Run run, Submission submission) throws IOException {
        Upload upload = submission.upload();
        if (upload != null) {
            uploads.store(upload, directory.resolve(INPUT));
        }
        writeAndFlush(directory.resolve(CONFIG), submission.config().getBytes(StandardCharsets.UTF_8));
        writeAndFlush(directory.resolve(RUN), RunJson.write(run));
        AtomicFile.flushDirectory(directory);
    }

    @Override
    public void saveStart(Run run) throws IOException {
        if (exists(run.id())) {
            try (OutputStream out = new FileOutputStream(started(run.id()).toFile())) {
                out.write(RunJson.write(run));
            }
        }
    }

    @Override
    public void save(Run run) throws IOException {
        if (run.isEnded()) {
            uploads.forget(run.id());
        }
        if (!exists(run.id())) {
            return;
        }
        if (run.isEnded()) {
            // before, so that it cannot remain
            Files.deleteIfExists(started(run.id()));
        }
        replace(directory(run.id()).resolve(RUN), RunJson.write(run));
        AtomicFile.flushDirectory(directory(run.id()));
        if (run.state() instanceof RunState.Queued) {
            // after, so that the attempt remains counted
            Files.deleteIfExists(started(run.id()));
        }
    }

    private Path started(RunId id) {
        return directory(id).resolve(STARTED);
    }

    @Override
    public boolean exists(RunId id) {
        // true if the disk cannot tell
        boolean exists = !Files.notExists(directory(id).resolve(RUN));
        if (!exists) {
            uploads.forget(id);
        }
        return exists;
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
    public RunFiles files(Run run) {
        RunId id = run.id();
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
            public long minSeriesRows() {
                return run.input().uploaded() ? MIN_SERIES_ROWS : 0;
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
        Path config = directory(run.id()).resolve(CONFIG);
        MemoryFile received = uploads.take(run.id());
        if (received != null) {
            return new LocalInputs(received::open, config, received);
        }
        InputFile input = path == null ? InputFile.of(inputPath(run)) : serverFile(path)::openChannel;
        return new LocalInputs(input, config, null);
    }

    /** @param received what is released when the inputs have been read; null if they are files of the run */
    private record LocalInputs(
            InputFile input, Path config, @Nullable MemoryFile received) implements JobInputs {
        @Override
        public void close() {
            if (received != null) {
                received.close();
            }
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

    /**
     * Atomic: what a killed process leaves incomplete is in the incoming directory, never with a run. That the file is in the
     * directory survives a power failure once {@link #save} has returned, which flushes it for all files of the run.
     */
    private void replace(Path file, byte[] content) throws IOException {
        Path temporary = incoming.resolve("file-" + scratchFiles.incrementAndGet());
        try {
            writeAndFlush(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Writes with a stream, because a channel fails on an interrupted thread and the end of a run must be saved. */
    private static void writeAndFlush(Path file, byte[] content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
    }
}
