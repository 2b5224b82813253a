package io.mlops.task.cli;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.submission.PipelineRegistry;
import java.util.List;

/** The text of {@code --help}; pipelines and configuration keys are those that are declared. */
public final class Help {
    private Help() {}

    public static String text() {
        PipelineRegistry pipelines = new PipelineRegistry(Pipelines.withoutModels());
        Pipeline signal = pipelines.get("signal");
        return BuildInfo.resource("help.txt")
                .replace("{pipelines}", String.join(" | ", pipelines.names()))
                .replace("{keys}", describe(signal.schema().keys()));
    }

    private static String describe(List<ConfigKey> keys) {
        StringBuilder text = new StringBuilder();
        for (ConfigKey key : keys) {
            String value = key.required() ? "" : ": " + key.defaultValue();
            text.append(String.format("  %-17s %s%s%n", key.name() + value, key.doc(), range(key)));
        }
        return text.toString().stripTrailing();
    }

    private static String range(ConfigKey key) {
        String separator = key.choices().isEmpty() ? ", " : ": ";
        return key.range().isEmpty() ? "" : separator + key.range();
    }
}
