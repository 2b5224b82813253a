package io.mlops.task;

import io.mlops.task.model.Championship;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelHome;
import io.mlops.task.model.PromotionGate;
import io.mlops.task.store.ModelFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder of registries, each opened when it is first asked for. */
final class ModelFolder implements ModelHome {
    private final @Nullable Path folder;
    private final PromotionGate gate;
    private final Clock clock;
    private final Map<String, Championship> opened = new TreeMap<>();

    private ModelFolder(@Nullable Path folder, PromotionGate gate, Clock clock) {
        this.folder = folder;
        this.gate = gate;
        this.clock = clock;
    }

    /** @param folder null where models are not kept */
    static ModelHome of(@Nullable Path folder, PromotionGate gate, Clock clock) {
        return new ModelFolder(folder, gate, clock);
    }

    /** With the usual gate. */
    static ModelHome of(@Nullable Path folder, Clock clock) {
        return of(folder, PromotionGate.usual(), clock);
    }

    @Override
    public synchronized Optional<Championship> championship(String name) throws ModelException {
        if (folder == null) {
            return Optional.empty();
        }
        Championship known = opened.get(name);
        if (known == null) {
            known = Championship.open(ModelFiles.open(folder, name, clock), gate, clock);
            opened.put(name, known);
        }
        return Optional.of(known);
    }

    @Override
    public String code() {
        return Program.provenance().version();
    }
}
