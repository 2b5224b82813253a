package io.mlops.task.pipeline;

import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.run.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every pipeline there is. */
public final class Pipelines {
    private final List<Pipeline> all;

    /** @param models asked for when a pipeline needs it, so that others do not load what models need */
    public Pipelines(Supplier<ModelRegistries> models) {
        all = List.of(new SignalPipeline(), new HousingPipeline(models), new HousingPredictPipeline(models));
    }

    /** Null where there is none of that name. */
    public @Nullable Pipeline named(String name) {
        for (Pipeline pipeline : all) {
            if (pipeline.name().equals(name)) {
                return pipeline;
            }
        }
        return null;
    }

    public List<Pipeline> all() {
        return all;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Pipeline pipeline : all) {
            names.add(pipeline.name());
        }
        return names;
    }
}
