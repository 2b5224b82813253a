package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.Optional;

/** The registries of all models by name. */
public interface ModelRegistries {

    /** Returns the names of all stored models, sorted. */
    List<String> names() throws ModelException;

    /** Returns the champion service of a model; empty if models are not stored. */
    Optional<ChampionService> championService(String name) throws ModelException;

    /** Returns the version of this program, recorded as provenance of what it trains. */
    String codeVersion();
}
