package io.mlops.task.http.runs;

import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.http.upload.MultipartForm;
import io.mlops.task.run.Submission;
import io.mlops.task.run.Upload;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.submission.SubmissionFactory;
import io.mlops.task.submission.SubmissionRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses forms and JSON into submissions. */
@Singleton
public final class SubmissionParser {
    private static final String DEFAULT_PIPELINE = "signal";
    private static final String LABEL_PREFIX = "label.";
    private static final List<String> JSON_KEYS = List.of("input", "config", "pipeline", "labels", "callback");

    private final SubmissionFactory submissions;
    private final PipelineRegistry pipelines;

    SubmissionParser(SubmissionFactory submissions, PipelineRegistry pipelines) {
        this.submissions = submissions;
        this.pipelines = pipelines;
    }

    /** Returns the submission of an upload: the part {@code file}, optionally a part {@code config}, and form fields. */
    Submission fromForm(MultipartForm form, @Nullable String idempotencyKey) throws IOException, JobException {
        return fromForm(form, DEFAULT_PIPELINE, Map.of(), idempotencyKey);
    }

    /** @param defaults of configuration keys that the form does not set */
    public Submission fromForm(
            MultipartForm form, String defaultPipeline, Map<String, String> defaults, @Nullable String idempotencyKey)
            throws IOException, JobException {
        Map<String, String> fields = new LinkedHashMap<>(defaults);
        fields.putAll(form.texts());
        String pipelineName = remove(fields, "pipeline");
        String callback = remove(fields, "callback");
        String config = fields.remove("config");
        Map<String, String> labels = removeLabels(fields);
        Pipeline pipeline = pipelines.get(pipelineName == null ? defaultPipeline : pipelineName);
        SubmissionRequest request = new SubmissionRequest(
                pipeline.name(), config, scalars(pipeline, fields), labels, idempotencyKey, callback);
        return submissions.fromUpload(request, form.fileName(), form.file());
    }

    /** Returns a submission of a file without a form. */
    public Submission fromUpload(Upload upload, String name, String pipelineName, Map<String, String> fields)
            throws IOException, JobException {
        SubmissionRequest request = SubmissionRequest.of(pipelineName, scalars(pipelines.get(pipelineName), fields));
        return submissions.fromUpload(request, name, upload);
    }

    /** Returns the submission of a server-side input, given as JSON. */
    Submission fromJson(InputStream body, @Nullable String idempotencyKey) throws IOException, JobException {
        JsonBody request = JsonBody.read(body);
        request.rejectUnknownKeys(JSON_KEYS);
        String input = request.text("input");
        if (input == null) {
            throw ProblemException.invalid("key \"input\": missing, must be a path under an input root");
        }
        String pipeline = request.text("pipeline");
        return submissions.fromServerFile(
                new SubmissionRequest(
                        pipeline == null ? DEFAULT_PIPELINE : pipeline,
                        null,
                        request.object("config").scalars(),
                        request.object("labels").strings(),
                        idempotencyKey,
                        request.text("callback")),
                input);
    }

    /** Returns what form fields mean as YAML. */
    Map<String, String> scalars(Pipeline pipeline, Map<String, String> fields) {
        ConfigSchema schema = pipeline.schema();
        Map<String, String> scalars = new LinkedHashMap<>();
        fields.forEach((key, value) -> scalars.put(key, schema.typed(key, value)));
        return scalars;
    }

    private static Map<String, String> removeLabels(Map<String, String> fields) {
        Map<String, String> labels = new LinkedHashMap<>();
        fields.entrySet().removeIf(field -> {
            boolean label = field.getKey().startsWith(LABEL_PREFIX);
            if (label) {
                labels.put(field.getKey().substring(LABEL_PREFIX.length()), field.getValue());
            }
            return label;
        });
        return labels;
    }

    private static @Nullable String remove(Map<String, String> fields, String name) {
        String value = fields.remove(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
