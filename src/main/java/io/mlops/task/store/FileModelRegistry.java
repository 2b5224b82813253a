package io.mlops.task.store;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.ModelJson;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ChampionConflictException;
import io.mlops.task.model.registry.ChampionHistory;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.Refusal;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A registry in one directory: {@code versions/<n>/} and {@code history/<n>.json}, whose last entry determines the
 * champion. A version is written to a hidden directory and moved into place; a history entry is written atomically. What a
 * killed process leaves incomplete has a hidden name and is deleted at the next opening. Several processes may share the
 * directory.
 */
public final class FileModelRegistry implements ModelRegistry {
    private static final System.Logger LOGGER = System.getLogger(FileModelRegistry.class.getName());
    private static final String VERSIONS = "versions";

    private final String name;
    private final Path root;
    private final NumberedDirectory versions;
    private final NumberedDirectory history;
    /** Cache of history entries, which never change. */
    private final Map<Integer, ChampionChange> cached = new ConcurrentHashMap<>();

    private final Clock clock;

    private FileModelRegistry(String name, Path root, Clock clock) {
        this.name = name;
        this.root = root;
        this.versions = new NumberedDirectory(root.resolve(VERSIONS), "");
        this.history = new NumberedDirectory(root.resolve("history"), ".json");
        this.clock = clock;
    }

    /** Opens, or creates, the registry of one named model in {@code models}. */
    public static FileModelRegistry open(Path models, String name, Clock clock) throws ModelException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw new ModelException("The model name "
                    + Messages.mustBe("at most 64 letters, digits, - and _", "\"" + SafeText.excerpt(name) + "\""));
        }
        FileModelRegistry registry = new FileModelRegistry(name, models.resolve(name), clock);
        return registry.locked("open", () -> {
            registry.versions.prepare();
            registry.history.prepare();
            return registry;
        });
    }

    /** Returns the names of all models that have a registry in {@code models}. */
    public static List<String> names(Path models) throws ModelException {
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(models)) {
            return entries.filter(entry -> Files.isDirectory(entry.resolve(VERSIONS)))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException("Models in " + models + " cannot be listed: " + e, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelVersion add(UnregisteredVersion newVersion) throws ModelException {
        return locked("add a version to", () -> {
            List<Integer> numbers = versions.numbers();
            int number = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
            List<Path> others = numbers.stream().map(versions::entry).toList();
            Path incomplete = Files.createTempDirectory(versions.path(), ".adding-");
            try {
                ModelVersion version =
                        new VersionDirectory(incomplete).write(newVersion, number, clock.instant(), others);
                Files.move(incomplete, versions.entry(number), StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.flushDirectory(versions.path());
                return version;
            } catch (IOException | RuntimeException e) {
                Directories.deleteQuietly(incomplete, e);
                throw e;
            }
        });
    }

    @Override
    public void remove(int number) throws ModelException {
        locked("remove a version of", () -> {
            if (history().mentions(number)) {
                throw new ModelException("Version " + number + " of model " + name + " is in the champion's history");
            }
            Path removed = versions.path().resolve(".removed-" + number);
            Files.move(directory(number).path(), removed, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.flushDirectory(versions.path());
            Directories.delete(removed);
            return removed;
        });
    }

    @Override
    public List<Integer> numbers() throws ModelException {
        return read(versions::numbers);
    }

    @Override
    public List<ModelVersion> versions() throws ModelException {
        List<ModelVersion> all = newestFirst(Integer.MAX_VALUE, Integer.MAX_VALUE);
        Collections.reverse(all);
        return Collections.unmodifiableList(all);
    }

    @Override
    public List<ModelVersion> newestFirst(int below, int max) throws ModelException {
        List<Integer> numbers = numbers();
        List<ModelVersion> newest = new ArrayList<>();
        for (int n = numbers.size() - 1; n >= 0 && newest.size() < max; n--) {
            if (numbers.get(n) < below) {
                try {
                    newest.add(version(numbers.get(n)));
                } catch (ModelException e) {
                    LOGGER.log(System.Logger.Level.DEBUG, "Skipping unreadable version " + numbers.get(n), e);
                }
            }
        }
        return newest;
    }

    @Override
    public ModelVersion version(int number) throws ModelException {
        return read(() -> directory(number).version());
    }

    @Override
    public TrainedModel model(int number) throws ModelException {
        return read(() -> directory(number).model());
    }

    @Override
    public Dataset trainRows(int number) throws ModelException {
        return read(() -> directory(number).trainRows());
    }

    @Override
    public Dataset heldOutRows(int number) throws ModelException {
        return read(() -> directory(number).heldOutRows());
    }

    @Override
    public EvaluationPlots plots(int number) throws ModelException {
        return read(() -> directory(number).plots());
    }

    @Override
    public List<Trial> trials(int number) throws ModelException {
        return read(() -> directory(number).trials());
    }

    @Override
    public String card(int number) throws ModelException {
        return read(() -> directory(number).card());
    }

    @Override
    public void refuse(int number, Refusal refusal) throws ModelException {
        locked("refuse a version of", () -> {
            directory(number).refuse(refusal);
            return refusal;
        });
    }

    @Override
    public Optional<Refusal> refusal(int number) throws ModelException {
        return read(() -> directory(number).refusal());
    }

    @Override
    public ChampionHistory history() throws ModelException {
        return read(() -> {
            List<ChampionChange> changes = new ArrayList<>();
            for (int number : history.numbers()) {
                ChampionChange change = cached.get(number);
                if (change == null) {
                    change = ModelJson.read(history.entry(number), ChampionChange.class);
                    cached.put(number, change);
                }
                changes.add(change);
            }
            return new ChampionHistory(changes);
        });
    }

    @Override
    public ChampionHistory append(ChampionChange change) throws ModelException {
        return locked("change the champion of", () -> {
            ChampionHistory before = history();
            int next = before.changes().size() + 1;
            if (change.sequence() != next) {
                throw new ChampionConflictException("Another change of the champion of model " + name
                        + " was made meanwhile; the change's sequence number "
                        + Messages.mustBe(String.valueOf(next), change.sequence()) + ", so check and try again");
            }
            directory(change.to());
            AtomicFile.write(history.entry(next), ModelJson.bytes(change));
            return before.with(change);
        });
    }

    private VersionDirectory directory(int number) throws IOException, ModelException {
        Path directory = versions.entry(number);
        if (!Files.isDirectory(directory)) {
            throw new ModelException("Model " + name + " has no version " + number + "; it has " + versions.numbers());
        }
        return new VersionDirectory(directory);
    }

    private interface Action<T> {
        T run() throws IOException, ModelException;
    }

    private <T> T read(Action<T> action) throws ModelException {
        try {
            return action.run();
        } catch (IOException | RuntimeException e) {
            // JSON of another structure causes various exceptions.
            throw new ModelException("Model " + name + " cannot be read: " + e, e);
        }
    }

    @SuppressWarnings("try") // the lock is only closed
    private <T> T locked(String operation, Action<T> action) throws ModelException {
        try (DirectoryLock lock = DirectoryLock.acquire(root)) {
            return action.run();
        } catch (IOException e) {
            throw new ModelException("Cannot " + operation + " model " + name + ": " + e, e);
        }
    }
}
