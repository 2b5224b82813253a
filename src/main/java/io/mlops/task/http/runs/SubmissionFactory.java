package io.mlops.task.http.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.http.upload.MultipartForm;
import io.mlops.task.http.upload.UploadedFile;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Pipeline;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Submission;
import io.mlops.task.text.SafeText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From what a client sends to what can be run: everything is checked here, before anything is kept. */
@Singleton
public final class SubmissionFactory {
    private static final int MAX_LABELS = 32;
    private static final String DEFAULT_PIPELINE = "signal";
    private static final String LABEL_PREFIX = "label.";
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{0,256}");
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,254}");
    private static final Pattern PLAIN_SCALAR = Pattern.compile("[A-Za-z0-9+_.-]{1,64}");
    private static final List<String> JSON_KEYS = List.of("input", "config", "pipeline", "labels", "callback");

    private final ApiConfig limits;
    private final InputDirectories inputRoots;
    private final PipelineRegistry pipelines;
    private final RunService runs;
    private final ObjectMapper json;

    SubmissionFactory(
            ApiConfig limits,
            InputDirectories inputRoots,
            PipelineRegistry pipelines,
            RunService runs,
            ObjectMapper json) {
        this.limits = limits;
        this.inputRoots = inputRoots;
        this.pipelines = pipelines;
        this.runs = runs;
        this.json = json;
    }

    /** An upload: the part {@code file}, perhaps a part {@code config}, and form fields. */
    public Submission fromForm(MultipartForm form, @Nullable String idempotencyKey) throws IOException, JobException {
        return fromForm(form, DEFAULT_PIPELINE, Map.of(), idempotencyKey);
    }

    /** @param settings keys of the configuration where the form does not set them */
    public Submission fromForm(
            MultipartForm form, String defaultPipeline, Map<String, String> settings, @Nullable String idempotencyKey)
            throws IOException, JobException {
        Map<String, String> fields = new LinkedHashMap<>(settings);
        fields.putAll(form.texts());
        String pipelineName = taken(fields, "pipeline", defaultPipeline);
        String callback = taken(fields, "callback", null);
        String base = fields.remove("config");
        Map<String, String> labels = new LinkedHashMap<>();
        fields.entrySet().removeIf(field -> {
            boolean label = field.getKey().startsWith(LABEL_PREFIX);
            if (label) {
                labels.put(field.getKey().substring(LABEL_PREFIX.length()), field.getValue());
            }
            return label;
        });
        Pipeline pipeline = pipelines.get(pipelineName);
        String config =
                config(pipeline, base == null ? limits.defaultConfig(pipeline) : base, scalars(pipeline, fields));
        UploadedFile upload = form.file();
        return submission(
                pipeline, input(upload, form.fileName()), upload.file(), config, labels, idempotencyKey, callback);
    }

    /** A file alone. */
    public Submission fromUpload(UploadedFile upload, String name, String pipelineName, Map<String, String> settings)
            throws IOException, JobException {
        Pipeline pipeline = pipelines.get(pipelineName);
        String config = config(pipeline, limits.defaultConfig(pipeline), scalars(pipeline, settings));
        return submission(pipeline, input(upload, name), upload.file(), config, Map.of(), null, null);
    }

    private static RunInput input(UploadedFile upload, String name) {
        return new RunInput(name, true, null, upload.bytes(), upload.sha256());
    }

    /** A server-side input with the pipeline's own configuration. */
    public Submission fromPath(String name, String pipelineName) throws IOException, JobException {
        Pipeline pipeline = pipelines.get(pipelineName);
        RunInput input = fromServerFile(name, SafeText.excerpt(name), null);
        String config = config(pipeline, limits.defaultConfig(pipeline), Map.of());
        return submission(pipeline, input, null, config, Map.of(), null, null);
    }

    /** A server-side input, as JSON. */
    Submission fromJson(InputStream body, @Nullable String idempotencyKey) throws IOException, JobException {
        JsonBody request = JsonBody.read(body);
        request.rejectUnknownKeys(JSON_KEYS);
        String inputName = request.text("input");
        if (inputName == null) {
            throw ProblemException.invalid("the key \"input\" is missing, wanted a path under an input root");
        }
        String pipelineName = request.text("pipeline");
        Pipeline pipeline = pipelines.get(pipelineName == null ? DEFAULT_PIPELINE : pipelineName);
        Map<String, String> labels = request.object("labels").strings();
        RunInput input = fromServerFile(inputName, SafeText.excerpt(inputName), idempotencyKey);
        String config = config(
                pipeline,
                limits.defaultConfig(pipeline),
                request.object("config").scalars());
        return submission(pipeline, input, null, config, labels, idempotencyKey, request.text("callback"));
    }

    /** A retry means what its first attempt meant, also where the file has gone since. */
    private RunInput fromServerFile(String path, String name, @Nullable String idempotencyKey) throws IOException {
        try {
            Path file = inputRoots.resolve(path);
            return new RunInput(name, false, file.toString(), Files.size(file), null);
        } catch (ProblemException gone) {
            return runs.newestFirst().stream()
                    .filter(run -> idempotencyKey != null && idempotencyKey.equals(run.idempotencyKey()))
                    .map(Run::input)
                    .filter(known -> !known.uploaded() && known.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> gone);
        }
    }

    /** The same input and configuration once more. */
    public Submission rerunOf(Run run, RunStore store) throws IOException {
        return rerunOf(run, store, null);
    }

    public Submission rerunOf(Run run, RunStore store, @Nullable String idempotencyKey) throws IOException {
        requireValid(idempotencyKey);
        RunInput input = run.input();
        try {
            String config = Files.readString(store.config(run.id()));
            Path lent = input.uploaded() ? store.linkInput(run) : null;
            if (lent == null) {
                input = fromServerFile(store.input(run).toString(), input.name(), idempotencyKey);
            }
            return new Submission(run.pipeline(), input, lent, config, Map.of(), idempotencyKey, null, run.id());
        } catch (NoSuchFileException | ProblemException e) {
            throw new ProblemException(
                    ProblemDetails.Type.INPUT_GONE, "What run " + run.id() + " was given is not there any more");
        }
    }

    /** What labels may be: at most {@value #MAX_LABELS}, short and printable. */
    static Map<String, String> validateLabels(Map<String, String> labels) {
        if (labels.size() > MAX_LABELS) {
            throw ProblemException.invalid("found " + labels.size() + " labels, wanted at most " + MAX_LABELS);
        }
        labels.forEach((key, value) -> {
            if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
                throw ProblemException.invalid(
                        "label \"" + SafeText.excerpt(key) + "\": wanted a name of 1 to 64 letters, "
                                + "digits, '_', '.' or '-' and a value of at most 256 printable characters");
            }
        });
        return labels;
    }

    private Submission submission(
            Pipeline pipeline,
            RunInput input,
            @Nullable Path upload,
            String config,
            Map<String, String> labels,
            @Nullable String idempotencyKey,
            @Nullable String callback) {
        requireValid(idempotencyKey);
        if (callback != null) {
            requireAllowed(callback);
        }
        return new Submission(
                pipeline.name(), input, upload, config, validateLabels(labels), idempotencyKey, callback, null);
    }

    private static void requireValid(@Nullable String idempotencyKey) {
        if (idempotencyKey != null && !IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
            throw ProblemException.invalid("Idempotency-Key: wanted 1 to 255 printable ASCII characters");
        }
    }

    private String config(Pipeline pipeline, String base, Map<String, String> scalars) throws JobException {
        String config = pipeline.override(base, "config", scalars);
        pipeline.validate(config, "config");
        return config;
    }

    /** What form fields mean as YAML: {@code 5} is a number, unless the key's value is text. */
    Map<String, String> scalars(Pipeline pipeline, Map<String, String> fields) {
        Map<String, String> scalars = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            boolean plain =
                    !pipeline.isString(key) && PLAIN_SCALAR.matcher(value).matches();
            scalars.put(key, plain ? value : quoted(value));
        });
        return scalars;
    }

    private void requireAllowed(String callback) {
        try {
            URI uri = new URI(callback);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            // null where there is none, and where it is no host name, as with an underscore
            String host = uri.getHost();
            if (http
                    && host != null
                    && uri.getUserInfo() == null
                    && limits.callbackHosts().contains(host)) {
                return;
            }
        } catch (URISyntaxException e) {
            throw ProblemException.invalid("callback: not a URL: " + SafeText.excerpt(callback));
        }
        throw ProblemException.invalid("callback: \"" + SafeText.excerpt(callback)
                + "\" is not an http or https URL of a host on the list of mlops.callback.hosts");
    }

    private static @Nullable String taken(Map<String, String> fields, String name, @Nullable String fallback) {
        String value = fields.remove(name);
        return value == null || value.isEmpty() ? fallback : value;
    }

    private String quoted(String text) {
        return json.getNodeFactory().textNode(text).toString();
    }
}
