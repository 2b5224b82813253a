package io.mlops.task.model.monitoring;

import java.util.List;
import java.util.Optional;

/** The models that serve predictions. */
public record ServedModels(List<ServedModel> models) {

    /** Returns the model used if a request does not name one. */
    public ServedModel defaultModel() {
        return models.get(0);
    }

    public Optional<ServedModel> find(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return models.stream().map(ServedModel::name).toList();
    }

    /** Whether the run trained a champion: a retraining may need its input. */
    public boolean trainedChampion(String run) {
        return models.stream()
                .flatMap(model -> model.champion().stream())
                .anyMatch(champion -> champion.version().provenance().runId().equals(run));
    }
}
