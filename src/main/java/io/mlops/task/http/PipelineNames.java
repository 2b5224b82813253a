package io.mlops.task.http;

import io.mlops.task.run.Pipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipelines that can be asked for. */
public record PipelineNames(List<Pipeline> pipelines) {

    boolean has(String name) {
        return pipelines.stream().anyMatch(pipeline -> pipeline.name().equals(name));
    }

    public Pipeline named(@Nullable String name) {
        for (Pipeline pipeline : pipelines) {
            if (pipeline.name().equals(name)) {
                return pipeline;
            }
        }
        throw ProblemException.invalid("pipeline: found \"" + Texts.shown(String.valueOf(name)) + "\", wanted one of "
                + String.join(", ", names()));
    }

    public List<String> names() {
        return pipelines.stream().map(Pipeline::name).toList();
    }
}
