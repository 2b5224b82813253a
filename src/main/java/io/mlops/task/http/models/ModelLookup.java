package io.mlops.task.http.models;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.text.SafeText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the models and versions that requests name; throws a {@link ProblemException} if there is none. */
public final class ModelLookup {
    private ModelLookup() {}

    public static ServedModel require(ServedModels models, String name) {
        return models.find(name)
                .orElseThrow(() -> new ProblemException(
                        ProblemDetails.Type.NOT_FOUND,
                        "There is no model \"" + SafeText.excerpt(name) + "\"; there is "
                                + String.join(", ", models.names())));
    }

    /** Returns the champion for a prediction; counts the request if there is none. */
    public static Champion champion(ServedModel model) {
        Optional<Champion> champion = model.champion();
        if (champion.isEmpty()) {
            model.listener().onUnavailable();
        }
        return champion.orElseThrow(() -> noChampion(model));
    }

    /** Returns the champion for a request other than a prediction. */
    public static Champion serving(ServedModel model) {
        return model.champion().orElseThrow(() -> noChampion(model));
    }

    private static ProblemException noChampion(ServedModel model) {
        return model.championService().fault().isPresent()
                ? ProblemException.modelUnreadable("The champion of " + model.name())
                : new ProblemException(
                        ProblemDetails.Type.MODEL_NOT_AVAILABLE,
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
            return model.championService().registry().numbers().contains(number);
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
                "There is no version \"" + SafeText.excerpt(version) + "\"; a version is a number from 1");
    }
}
