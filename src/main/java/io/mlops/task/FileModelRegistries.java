package io.mlops.task;

import io.mlops.task.model.ChampionService;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelRegistries;
import io.mlops.task.model.PromotionGate;
import io.mlops.task.store.FileModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder of registries, each opened when it is first asked for. */
final class FileModelRegistries implements ModelRegistries {
    private final @Nullable Path folder;
    private final PromotionGate gate;
    private final Clock clock;
    private final Map<String, ChampionService> opened = new TreeMap<>();

    private FileModelRegistries(@Nullable Path folder, PromotionGate gate, Clock clock) {
        this.folder = folder;
        this.gate = gate;
        this.clock = clock;
    }

    /** @param folder null where models are not kept */
    static ModelRegistries of(@Nullable Path folder, PromotionGate gate, Clock clock) {
        return new FileModelRegistries(folder, gate, clock);
    }

    /** With the usual gate. */
    static ModelRegistries of(@Nullable Path folder, Clock clock) {
        return of(folder, PromotionGate.defaults(), clock);
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
        return BuildInfo.provenance().version();
    }
}
