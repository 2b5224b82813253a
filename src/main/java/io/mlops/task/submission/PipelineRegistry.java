package io.mlops.task.submission;

import io.mlops.task.execution.Pipeline;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipelines by name. */
public record PipelineRegistry(List<Pipeline> pipelines) {

    /** Returns null if there is no such pipeline. */
    public @Nullable Pipeline find(@Nullable String name) {
        for (Pipeline pipeline : pipelines) {
            if (pipeline.name().equals(name)) {
                return pipeline;
            }
        }
        return null;
    }

    /** @throws SubmissionException if there is no such pipeline */
    public Pipeline get(@Nullable String name) {
        Pipeline pipeline = find(name);
        if (pipeline == null) {
            throw SubmissionException.invalidParameter("pipeline: "
                    + Messages.mustBe(
                            "one of " + String.join(", ", names()),
                            '"' + SafeText.excerpt(String.valueOf(name)) + '"'));
        }
        return pipeline;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            names.add(pipeline.name());
        }
        return names;
    }
}
