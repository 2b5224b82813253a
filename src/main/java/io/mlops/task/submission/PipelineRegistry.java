package io.mlops.task.submission;

import io.mlops.task.run.Pipeline;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipelines that can be submitted. */
public record PipelineRegistry(List<Pipeline> pipelines) {

    public boolean contains(String name) {
        return names().contains(name);
    }

    /** @throws SubmissionException if there is no such pipeline */
    public Pipeline get(@Nullable String name) {
        for (Pipeline pipeline : pipelines) {
            if (pipeline.name().equals(name)) {
                return pipeline;
            }
        }
        throw SubmissionException.invalidParameter("pipeline: "
                + Messages.mustBe(
                        "one of " + String.join(", ", names()), '"' + SafeText.excerpt(String.valueOf(name)) + '"'));
    }

    public List<String> names() {
        return pipelines.stream().map(Pipeline::name).toList();
    }
}
