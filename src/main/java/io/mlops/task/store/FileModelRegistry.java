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
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A registry in one folder: {@code versions/<n>/} and {@code history/<n>.json}, the champion being where the history's
 * last entry ends. A version is filled in a hidden folder and moved into place; an entry is one whole file. What a killed
 * process left half done has a hidden name and is swept at the next opening. Several processes may share a folder.
 */
public final class FileModelRegistry implements ModelRegistry {
    private static final System.Logger LOGGER = System.getLogger(FileModelRegistry.class.getName());
    private static final String VERSIONS = "versions";

    private final String name;
    private final Path root;
    private final NumberedDirectory versions;
    private final NumberedDirectory history;
    /** Entries that were read; they never change. */
    private final Map<Integer, ChampionChange> known = new ConcurrentHashMap<>();

    private final Clock clock;

    private FileModelRegistry(String name, Path root, Clock clock) {
        this.name = name;
        this.root = root;
        this.versions = new NumberedDirectory(root.resolve(VERSIONS), "");
        this.history = new NumberedDirectory(root.resolve("history"), ".json");
        this.clock = clock;
    }

    /** Opens, or makes, the registry of one named model under {@code models}. */
    public static FileModelRegistry open(Path models, String name, Clock clock) throws ModelException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw new ModelException("Model name \"" + name + "\"; wanted letters, digits, - and _, at most 64");
        }
        FileModelRegistry files = new FileModelRegistry(name, models.resolve(name), clock);
        return files.locked("open", () -> {
            files.versions.prepare();
            files.history.prepare();
            return files;
        });
    }

    /** The names of all models that have a registry under {@code models}. */
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
            int number = versions.last() + 1;
            Path beside = Files.createTempDirectory(versions.folder(), ".adding-");
            try {
                ModelVersion version = new VersionFolder(beside).fill(newVersion, number, clock.instant());
                Files.move(beside, versions.entry(number), StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.flushFolder(versions.folder());
                return version;
            } catch (IOException | RuntimeException e) {
                Directories.deleteQuietly(beside, e);
                throw e;
            }
        });
    }

    @Override
    public List<Integer> numbers() throws ModelException {
        return reading(versions::numbers);
    }

    @Override
    public List<ModelVersion> versions() throws ModelException {
        List<ModelVersion> all = new ArrayList<>();
        for (int number : numbers()) {
            try {
                all.add(version(number));
            } catch (ModelException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "left out of the list of versions", e);
            }
        }
        return List.copyOf(all);
    }

    @Override
    public ModelVersion version(int number) throws ModelException {
        return reading(() -> folder(number).version());
    }

    @Override
    public TrainedModel model(int number) throws ModelException {
        return reading(() -> folder(number).model());
    }

    @Override
    public Dataset train(int number) throws ModelException {
        return reading(() -> folder(number).train());
    }

    @Override
    public Dataset heldOut(int number) throws ModelException {
        return reading(() -> folder(number).heldOut());
    }

    @Override
    public EvaluationPlots plots(int number) throws ModelException {
        return reading(() -> folder(number).plots());
    }

    @Override
    public List<Trial> trials(int number) throws ModelException {
        return reading(() -> folder(number).trials());
    }

    @Override
    public String card(int number) throws ModelException {
        return reading(() -> folder(number).card());
    }

    @Override
    public ChampionHistory history() throws ModelException {
        return reading(() -> {
            List<ChampionChange> changes = new ArrayList<>();
            for (int number : history.numbers()) {
                ChampionChange change = known.get(number);
                if (change == null) {
                    change = ModelJson.read(history.entry(number), ChampionChange.class);
                    known.put(number, change);
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
                throw new ChampionConflictException("Change " + change.sequence() + " of model " + name
                        + "'s champion came too late; the next one is " + next + ", so look again and decide again");
            }
            folder(change.to());
            AtomicFile.write(history.entry(next), ModelJson.bytes(change));
            return before.with(change);
        });
    }

    private VersionFolder folder(int number) throws IOException, ModelException {
        Path folder = versions.entry(number);
        if (!Files.isDirectory(folder)) {
            throw new ModelException("Model " + name + " has no version " + number + "; it has " + versions.numbers());
        }
        return new VersionFolder(folder);
    }

    private interface Step<T> {
        T run() throws IOException, ModelException;
    }

    private <T> T reading(Step<T> step) throws ModelException {
        try {
            return step.run();
        } catch (IOException | RuntimeException e) {
            // A file that is JSON, yet of another shape, shows itself as one of many exceptions.
            throw new ModelException("Model " + name + " cannot be read: " + e, e);
        }
    }

    @SuppressWarnings("try") // held for its closing alone
    private <T> T locked(String action, Step<T> step) throws ModelException {
        try (DirectoryLock held = DirectoryLock.acquire(root)) {
            return step.run();
        } catch (IOException e) {
            throw new ModelException("Cannot " + action + " model " + name + ": " + e, e);
        }
    }
}
