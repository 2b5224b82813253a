package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import java.util.Optional;

/** Where this program keeps its models. */
public interface ModelRegistries {

    /** Who serves under a name, with all its versions; empty where models are not kept. */
    Optional<ChampionService> championship(String name) throws ModelException;

    /** The program's version, for the provenance of what it trains. */
    String codeVersion();
}
