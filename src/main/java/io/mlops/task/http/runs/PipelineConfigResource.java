package io.mlops.task.http.runs;

import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.http.endpoint.QueryKeyPrefix;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
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

/** Everything that a submission form needs: input files, configuration keys, and the validation of values. */
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
    @QueryKeyPrefix("")
    @Extension(name = "x-problems", value = "invalid-request, not-found, invalid-config")
    @Operation(
            operationId = "describeConfig",
            summary = "The keys of a pipeline's configuration, with the service's defaults",
            description = "Query parameters are values of keys and are validated together; nothing is run.")
    public ConfigForm config(@PathParam("name") String name, @Context UriInfo uri) throws IOException, JobException {
        Pipeline pipeline = pipelines.find(name);
        if (pipeline == null) {
            throw new ProblemException(
                    ProblemDetails.Type.NOT_FOUND, "There is no pipeline \"" + SafeText.excerpt(name) + '"');
        }
        ConfigSchema schema = pipeline.schema();
        Map<String, String> defaults = schema.effective(defaultConfigs.read(pipeline), "config");
        List<KeyView> keys = schema.keys().stream()
                .map(key -> KeyView.of(key, defaults.get(key.name())))
                .toList();
        return new ConfigForm(pipeline.name(), keys, problems(pipeline, uri.getQueryParameters()));
    }

    /** Returns by key why a submission with these values would be rejected: at most as many problems as there are keys. */
    private Map<String, String> problems(Pipeline pipeline, Map<String, List<String>> fields) throws IOException {
        ConfigSchema schema = pipeline.schema();
        Map<String, String> values = new LinkedHashMap<>();
        fields.forEach((key, all) -> values.put(key, all.get(0)));
        Map<String, String> problems = new LinkedHashMap<>();
        while (!values.isEmpty() && problems.size() < schema.keys().size()) {
            try {
                Map<String, String> scalars = submissions.scalars(pipeline, values);
                schema.validate(schema.override(defaultConfigs.read(pipeline), "config", scalars), "config");
                break;
            } catch (JobException e) {
                JobException.InvalidConfig invalid = e instanceof JobException.InvalidConfig i ? i : null;
                String fault = invalid == null ? null : invalid.key();
                String key = fault == null ? values.keySet().iterator().next() : fault;
                problems.putIfAbsent(key, invalid == null ? e.getMessage() : invalid.reason());
                if (values.remove(key) == null) {
                    break; // a value that others need is missing
                }
            }
        }
        return problems;
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

            @Schema(description = "Why a value given in the query, or one that it needs, is invalid, by key")
            Map<String, String> problems) {}

    /** A key of the form. */
    @Schema(name = "ConfigKey")
    record KeyView(
            String name,

            @Schema(
                    enumeration = {"integer", "number", "string", "choice", "strings", "integers", "numbers", "section"
                    })
            String type,

            boolean required,

            @Nullable @Schema(description = "Null if there is none", nullable = true)
            Number min,

            @Nullable @Schema(description = "Null if there is none", nullable = true)
            Number max,

            List<String> choices,

            @Nullable @Schema(description = "The value of a submission without the key", nullable = true)
            String value,

            String description,

            @Schema(description = "Of a section") List<KeyView> keys) {
        static KeyView of(ConfigKey key, @Nullable String value) {
            return new KeyView(
                    key.name(),
                    key.type().name().toLowerCase(Locale.ROOT),
                    key.required(),
                    key.min(),
                    key.max(),
                    key.choices(),
                    value == null ? key.defaultValue() : value,
                    key.doc(),
                    key.keys().stream().map(nested -> of(nested, null)).toList());
        }
    }
}
