package io.mlops.task.store;

import io.mlops.task.run.Artifacts;
import io.mlops.task.run.LogSink;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunFiles;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Submission;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One folder for each run: {@code run.json}, {@code config.yaml}, {@code metrics.json}, {@code run.log},
 * {@code series.bin} where it has a plot, {@code artifacts/} where it left more and, of an upload, {@code input.csv}. A
 * new run is put together beside the others and moved to them whole; a deleted one is moved away whole before its files
 * go.
 */
public final class FileRunStore implements RunStore {
    private static final System.Logger LOGGER = System.getLogger(FileRunStore.class.getName());
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
    private final long mostLogBytes;
    private @Nullable FileLock lock;
    private final AtomicLong written = new AtomicLong();

    private FileRunStore(Path data, long mostLogBytes) {
        this.runs = data.resolve("runs");
        this.incoming = data.resolve("incoming");
        this.outgoing = data.resolve("outgoing");
        this.mostLogBytes = mostLogBytes;
    }

    /**
     * Opens the folder, makes it where it is not there, and clears away what a killed process left half done.
     *
     * @param mostLogBytes how long the log of one run may become
     * @throws IOException also where another process holds the folder
     */
    public static FileRunStore open(Path data, long mostLogBytes) throws IOException {
        FileRunStore folders = new FileRunStore(data.toAbsolutePath(), mostLogBytes);
        Files.createDirectories(folders.runs);
        folders.lock(data.resolve("lock"));
        Directories.deleteContents(folders.incoming);
        Directories.deleteContents(folders.outgoing);
        return folders;
    }

    /** For as long as this process lives: two services over one folder would each run what the other runs. */
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

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.acquiredBy().close();
        }
    }

    @Override
    public List<Run> load() throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.parallel()
                    .map(FileRunStore::read)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private static @Nullable Run read(Path folder) {
        Path file = folder.resolve(RUN);
        try {
            Run run = RunJson.read(Files.readAllBytes(file));
            if (!folder.endsWith(run.id().value())) {
                throw new IOException("it is of run " + run.id() + ", wanted one of the folder's name");
            }
            return run;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, file + " cannot be read and is left alone: " + e);
            return null;
        }
    }

    @Override
    public void create(Run run, Submission submission) throws IOException {
        Path folder = incoming.resolve(run.id().value());
        try {
            Files.createDirectory(folder);
            fill(folder, run, submission);
            Files.move(folder, folder(run.id()), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.flushFolder(runs);
        } catch (IOException | RuntimeException e) {
            Directories.deleteQuietly(folder, e);
            Directories.deleteQuietly(folder(run.id()), e);
            throw e;
        }
    }

    private static void fill(Path folder, Run run, Submission submission) throws IOException {
        Path upload = submission.upload();
        if (upload != null) {
            Path input = folder.resolve(INPUT);
            Files.move(upload, input, StandardCopyOption.ATOMIC_MOVE);
            flush(input);
        }
        writeAndFlush(folder.resolve(CONFIG), submission.config().getBytes(StandardCharsets.UTF_8));
        writeAndFlush(folder.resolve(RUN), RunJson.write(run));
        AtomicFile.flushFolder(folder);
    }

    /** Without a word where that fails: the next start clears it away. */
    @Override
    public void discard(@Nullable Path upload) {
        if (upload != null) {
            upload.toFile().delete();
        }
    }

    @Override
    public void save(Run run) throws IOException {
        if (!exists(run.id())) {
            return;
        }
        replace(folder(run.id()).resolve(RUN), RunJson.write(run));
    }

    @Override
    public boolean exists(RunId id) {
        // not where the disk cannot tell
        return !Files.notExists(folder(id).resolve(RUN));
    }

    @Override
    public void delete(RunId id) throws IOException {
        Path gone = outgoing.resolve(id.value());
        try {
            Files.move(folder(id), gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        AtomicFile.flushFolder(runs);
        Directories.delete(gone);
    }

    @Override
    public long sizeInBytes(RunId id) throws IOException {
        return Directories.sizeInBytes(folder(id));
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
    public Path linkInput(Run run) throws IOException {
        Path lent = incoming.resolve("lent-" + UUID.randomUUID());
        try {
            Files.createLink(lent, input(run));
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(input(run), lent, StandardCopyOption.REPLACE_EXISTING);
        }
        return lent;
    }

    @Override
    public RunFiles files(RunId id) {
        return new RunFiles() {
            @Override
            public List<LogSink> openLog() throws IOException {
                return List.of(new BoundedLogFile(log(id), mostLogBytes));
            }

            @Override
            public void writeMetrics(String record) throws IOException {
                replace(metrics(id), record.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public boolean storesSeries() {
                return true;
            }

            @Override
            public void writeSeries(byte[] series) throws IOException {
                replace(series(id), series);
            }

            @Override
            public Artifacts artifacts() throws IOException {
                return AtomicDirectory.start(
                        incoming, "artifacts-" + written.incrementAndGet(), FileRunStore.this.artifacts(id));
            }
        };
    }

    @Override
    public Path input(Run run) {
        String path = run.input().path();
        return path == null ? folder(run.id()).resolve(INPUT) : Path.of(path);
    }

    @Override
    public Path config(RunId id) {
        return folder(id).resolve(CONFIG);
    }

    @Override
    public Path metrics(RunId id) {
        return folder(id).resolve(METRICS);
    }

    @Override
    public Path log(RunId id) {
        return folder(id).resolve(LOG);
    }

    @Override
    public Path series(RunId id) {
        return folder(id).resolve(SERIES);
    }

    @Override
    public Path artifacts(RunId id) {
        return folder(id).resolve(ARTIFACTS);
    }

    private Path folder(RunId id) {
        return runs.resolve(id.value());
    }

    /** Whole or not at all; what a killed process leaves half written lies among the incoming, never with a run. */
    private void replace(Path file, byte[] content) throws IOException {
        Path beside = incoming.resolve("file-" + written.incrementAndGet());
        try {
            writeAndFlush(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        AtomicFile.flushFolder(file.resolveSibling("."));
    }

    /** By a stream: a channel takes nothing from a thread that was told to stop, and how a run ended must be kept. */
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
