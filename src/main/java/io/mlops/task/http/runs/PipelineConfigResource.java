package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Pipeline;
import io.mlops.task.submission.DefaultConfigs;
import io.mlops.task.submission.InputDirectories;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.text.SafeText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a form for a submission needs: the files and keys there are, and what is wrong with a value. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Forms")
public final class PipelineConfigResource {
    private final SubmissionParser submissions;
    private final PipelineRegistry pipelines;
    private final InputDirectories inputDirectories;
    private final DefaultConfigs defaultConfigs;

    PipelineConfigResource(
            SubmissionParser submissions,
            PipelineRegistry pipelines,
            InputDirectories inputDirectories,
            DefaultConfigs defaultConfigs) {
        this.submissions = submissions;
        this.pipelines = pipelines;
        this.inputDirectories = inputDirectories;
        this.defaultConfigs = defaultConfigs;
    }

    @GET
    @Path("/inputs")
    @Operation(operationId = "listInputs", summary = "The server-side files that a submission may name")
    public List<InputFile> inputFiles() throws IOException {
        return inputDirectories.list().stream().map(InputFile::of).toList();
    }

    @GET
    @Path("/pipelines/{name}/config")
    @Extension(name = "x-problems", value = "invalid-request, not-found, invalid-config")
    @Operation(
            operationId = "describeConfig",
            summary = "The keys of a pipeline's configuration, with the service's defaults",
            description = "Query parameters are taken as values of keys and checked; nothing is run.")
    public ConfigForm config(@PathParam("name") String name, @Context UriInfo uri) throws IOException, JobException {
        if (!pipelines.contains(name)) {
            throw new ProblemException(
                    ProblemDetails.Type.NOT_FOUND, "There is no pipeline \"" + SafeText.excerpt(name) + '"');
        }
        Pipeline pipeline = pipelines.get(name);
        Map<String, String> defaults = pipeline.effectiveConfig(defaultConfigs.read(pipeline), "config");
        List<KeyView> keys = pipeline.schema().stream()
                .map(key -> KeyView.of(key, defaults.get(key.name())))
                .toList();
        Map<String, String> problems = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> field : uri.getQueryParameters().entrySet()) {
            String problem = problem(pipeline, field.getKey(), field.getValue().get(0));
            if (problem != null) {
                problems.put(field.getKey(), problem);
            }
        }
        return new ConfigForm(pipeline.name(), keys, problems);
    }

    /** In the words that a submission with this value would be refused with. */
    private @Nullable String problem(Pipeline pipeline, String key, String value) throws IOException {
        try {
            Map<String, String> scalars = submissions.scalars(pipeline, Map.of(key, value));
            pipeline.validate(pipeline.override(defaultConfigs.read(pipeline), "config", scalars), "config");
            return null;
        } catch (JobException e) {
            String message = String.valueOf(e.getMessage());
            String marker = "key '" + key + "': ";
            int at = message.indexOf(marker);
            return at < 0 ? message : message.substring(at + marker.length());
        }
    }

    /** A file that a submission may name. */
    @Schema(name = "InputFile")
    record InputFile(@Schema(examples = "ohlcv.csv") String name, long bytes) {
        static InputFile of(InputDirectories.InputFile file) {
            return new InputFile(file.name(), file.bytes());
        }
    }

    /** A pipeline's configuration as a form. */
    @Schema(name = "ConfigForm")
    record ConfigForm(
            String pipeline,
            List<KeyView> keys,

            @Schema(description = "Of the values given in the query: what is wrong, by key")
            Map<String, String> problems) {}

    /** A key of the form. */
    @Schema(name = "ConfigKey")
    record KeyView(
            String name,

            @Schema(enumeration = {"integer", "text", "choice"})
            String type,

            @Nullable @Schema(nullable = true) Long min,

            @Nullable @Schema(description = "Null where there is none", nullable = true)
            Long max,

            List<String> choices,

            @Nullable @Schema(description = "What a submission without the key gets", nullable = true)
            String value,

            String meaning) {
        static KeyView of(ConfigKey key, @Nullable String value) {
            Long max = key.max();
            return new KeyView(
                    key.name(),
                    key.type().name().toLowerCase(Locale.ROOT),
                    key.min(),
                    max == null || max == Long.MAX_VALUE ? null : max,
                    key.choices(),
                    value == null ? key.fallback() : value,
                    key.meaning());
        }
    }
}
