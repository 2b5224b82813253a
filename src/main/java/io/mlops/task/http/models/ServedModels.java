package io.mlops.task.http.models;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.run.Run;
import io.mlops.task.text.SafeText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The models that can be asked for. */
public record ServedModels(List<ServedModel> models) {

    /** The one that {@code /predict} means. */
    public ServedModel defaultModel() {
        return models.get(0);
    }

    /** Whether the run trained a champion: its input is what a retraining takes. */
    public boolean trainedChampion(Run run) {
        return models.stream()
                .flatMap(model -> model.champion().stream())
                .anyMatch(champion ->
                        champion.version().provenance().run().equals(run.id().value()));
    }

    public ServedModel named(String name) {
        for (ServedModel model : models) {
            if (model.name().equals(name)) {
                return model;
            }
        }
        throw new ProblemException(
                ProblemDetails.Type.NOT_FOUND,
                "There is no model \"" + SafeText.excerpt(name) + "\"; there is "
                        + String.join(
                                ", ", models.stream().map(ServedModel::name).toList()));
    }

    /** For a request that wants predictions, which is counted. */
    public static Champion champion(ServedModel model) {
        Optional<Champion> champion = model.champion();
        if (champion.isEmpty()) {
            model.listener().onUnavailable();
        }
        return champion.orElseThrow(() -> noChampion(model));
    }

    /** For whoever only wants to know. */
    public static Champion serving(ServedModel model) {
        return model.champion().orElseThrow(() -> noChampion(model));
    }

    private static ProblemException noChampion(ServedModel model) {
        return model.championship().fault().isPresent()
                ? ProblemException.modelUnreadable("The champion of " + model.name())
                : new ProblemException(
                        ProblemDetails.Type.NO_MODEL,
                        "No version of " + model.name() + " was promoted yet: run the pipeline housing first");
    }

    /** @param version null for the champion */
    public static Champion version(ServedModel model, @Nullable String version) {
        if (version == null) {
            return champion(model);
        }
        int number = number(version);
        try {
            return model.version(number);
        } catch (ModelException e) {
            if (exists(model, number)) {
                throw ProblemException.modelUnreadable("Version " + number + " of " + model.name());
            }
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, SafeText.excerpt(String.valueOf(e.getMessage())));
        }
    }

    private static boolean exists(ServedModel model, int number) {
        try {
            return model.championship().registry().numbers().contains(number);
        } catch (ModelException e) {
            return true;
        }
    }

    static int number(String version) {
        if (version.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(version);
        }
        throw new ProblemException(
                ProblemDetails.Type.NOT_FOUND,
                "There is no version \"" + SafeText.excerpt(version) + "\", wanted a number from 1");
    }
}
