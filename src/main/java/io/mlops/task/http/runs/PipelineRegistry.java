package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Pipeline;
import io.mlops.task.text.SafeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipelines that can be asked for. */
public record PipelineRegistry(List<Pipeline> pipelines) {

    boolean contains(String name) {
        return pipelines.stream().anyMatch(pipeline -> pipeline.name().equals(name));
    }

    public Pipeline get(@Nullable String name) {
        for (Pipeline pipeline : pipelines) {
            if (pipeline.name().equals(name)) {
                return pipeline;
            }
        }
        throw ProblemException.invalid("pipeline: found \"" + SafeText.excerpt(String.valueOf(name))
                + "\", wanted one of " + String.join(", ", names()));
    }

    public List<String> names() {
        return pipelines.stream().map(Pipeline::name).toList();
    }
}
