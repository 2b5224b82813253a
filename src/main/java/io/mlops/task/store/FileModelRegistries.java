package io.mlops.task.store;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.PromotionGate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder of registries, each opened when it is first asked for. */
public final class FileModelRegistries implements ModelRegistries {
    private final @Nullable Path folder;
    private final PromotionGate gate;
    private final Clock clock;
    private final String codeVersion;
    private final Map<String, ChampionService> opened = new TreeMap<>();

    private FileModelRegistries(@Nullable Path folder, PromotionGate gate, Clock clock, String codeVersion) {
        this.folder = folder;
        this.gate = gate;
        this.clock = clock;
        this.codeVersion = codeVersion;
    }

    /**
     * @param folder null if models are not stored
     * @param codeVersion recorded as provenance of every version
     */
    public static ModelRegistries of(@Nullable Path folder, PromotionGate gate, Clock clock, String codeVersion) {
        return new FileModelRegistries(folder, gate, clock, codeVersion);
    }

    @Override
    public synchronized Optional<ChampionService> championship(String name) throws ModelException {
        if (folder == null) {
            return Optional.empty();
        }
        ChampionService known = opened.get(name);
        if (known == null) {
            known = ChampionService.open(FileModelRegistry.open(folder, name, clock), gate, clock);
            opened.put(name, known);
        }
        return Optional.of(known);
    }

    @Override
    public String codeVersion() {
        return codeVersion;
    }
}
