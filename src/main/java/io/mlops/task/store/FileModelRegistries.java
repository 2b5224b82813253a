package io.mlops.task.store;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.PromotionGate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The registries in a directory, each opened at its first use. */
public final class FileModelRegistries implements ModelRegistries {
    private final @Nullable Path directory;
    private final PromotionGate gate;
    private final Clock clock;
    private final String codeVersion;
    private final Map<String, ChampionService> opened = new TreeMap<>();

    private FileModelRegistries(@Nullable Path directory, PromotionGate gate, Clock clock, String codeVersion) {
        this.directory = directory;
        this.gate = gate;
        this.clock = clock;
        this.codeVersion = codeVersion;
    }

    /**
     * @param directory null if models are not stored
     * @param codeVersion recorded as provenance of every version
     */
    public static ModelRegistries of(@Nullable Path directory, PromotionGate gate, Clock clock, String codeVersion) {
        return new FileModelRegistries(directory, gate, clock, codeVersion);
    }

    @Override
    public List<String> names() throws ModelException {
        return directory == null ? List.of() : FileModelRegistry.names(directory);
    }

    @Override
    public synchronized Optional<ChampionService> championService(String name) throws ModelException {
        if (directory == null) {
            return Optional.empty();
        }
        ChampionService known = opened.get(name);
        if (known == null) {
            known = ChampionService.open(FileModelRegistry.open(directory, name, clock), gate, clock);
            opened.put(name, known);
        }
        return Optional.of(known);
    }

    @Override
    public String codeVersion() {
        return codeVersion;
    }
}
