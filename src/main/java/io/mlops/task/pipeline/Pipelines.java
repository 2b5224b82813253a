package io.mlops.task.pipeline;

import io.mlops.task.run.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every pipeline there is. */
public final class Pipelines {
    private static final List<Pipeline> ALL = List.of(new SignalPipeline());

    private Pipelines() {}

    /** Null where there is none of that name. */
    public static @Nullable Pipeline named(String name) {
        for (Pipeline pipeline : ALL) {
            if (pipeline.name().equals(name)) {
                return pipeline;
            }
        }
        return null;
    }

    public static List<Pipeline> all() {
        return ALL;
    }

    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Pipeline pipeline : ALL) {
            names.add(pipeline.name());
        }
        return names;
    }
}
