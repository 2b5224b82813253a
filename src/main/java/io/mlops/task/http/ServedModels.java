package io.mlops.task.http;

import io.mlops.task.model.Champion;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ServedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models that can be asked for. */
public record ServedModels(List<ServedModel> models) {

    /** The one that {@code /predict} means. */
    ServedModel usual() {
        return models.get(0);
    }

    ServedModel named(String name) {
        for (ServedModel model : models) {
            if (model.name().equals(name)) {
                return model;
            }
        }
        throw new ProblemException(
                Problem.Kind.NOT_FOUND,
                "There is no model \"" + Texts.shown(name) + "\"; there is "
                        + String.join(
                                ", ", models.stream().map(ServedModel::name).toList()));
    }

    static Champion champion(ServedModel model) {
        return model.champion().orElseThrow(() -> {
            model.listener().unserved();
            return new ProblemException(
                    Problem.Kind.NO_MODEL,
                    "No version of " + model.name() + " was promoted yet: run the pipeline housing first");
        });
    }

    /** @param version null for the champion */
    static Champion version(ServedModel model, @Nullable String version) {
        if (version == null) {
            return champion(model);
        }
        try {
            return model.version(number(version));
        } catch (ModelException e) {
            throw new ProblemException(Problem.Kind.NOT_FOUND, Texts.shown(String.valueOf(e.getMessage())));
        }
    }

    static int number(String version) {
        if (version.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(version);
        }
        throw new ProblemException(
                Problem.Kind.NOT_FOUND, "There is no version \"" + Texts.shown(version) + "\", wanted a number from 1");
    }
}
