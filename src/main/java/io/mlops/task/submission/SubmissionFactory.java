package io.mlops.task.submission;

import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.run.Callback;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Submission;
import io.mlops.task.run.Upload;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds submissions. Everything is checked here, before anything is stored. */
public final class SubmissionFactory {
    /** A regular expression of the keys that are accepted: 1 to 255 printable ASCII characters. */
    public static final String IDEMPOTENCY_KEY = "^[!-~][ -~]{0,254}$";

    public static final int MAX_LABELS = 32;
    public static final int MAX_LABEL_KEY_LENGTH = 64;
    public static final int MAX_LABEL_LENGTH = 256;
    /** As file systems have it. */
    private static final int MAX_FILE_NAME_LENGTH = 255;

    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern LABEL_VALUE = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]*");
    private static final Pattern VALID_IDEMPOTENCY_KEY = Pattern.compile(IDEMPOTENCY_KEY);

    private final DefaultConfigs defaultConfigs;
    private final InputDirectories inputDirectories;
    private final PipelineRegistry pipelines;
    private final RunService runs;
    private final RunStore store;
    private final List<String> callbackHosts;

    /** @param callbackHosts that a callback may be sent to */
    public SubmissionFactory(
            DefaultConfigs defaultConfigs,
            InputDirectories inputDirectories,
            PipelineRegistry pipelines,
            RunService runs,
            RunStore store,
            List<String> callbackHosts) {
        this.defaultConfigs = defaultConfigs;
        this.inputDirectories = inputDirectories;
        this.pipelines = pipelines;
        this.runs = runs;
        this.store = store;
        this.callbackHosts = callbackHosts;
    }

    /** @param upload the received input, which the submission takes over */
    public Submission fromUpload(SubmissionRequest request, String name, Upload upload)
            throws IOException, JobException {
        requireLength("the file's name", name, MAX_FILE_NAME_LENGTH);
        RunInput input = RunInput.of(SafeText.printable(name), upload);
        return submission(pipelines.get(request.pipeline()), request, input, upload);
    }

    /** @param name of a file in one of the input directories */
    public Submission fromServerFile(SubmissionRequest request, String name) throws IOException, JobException {
        Pipeline pipeline = pipelines.get(request.pipeline());
        RunInput input = serverInput(name, SafeText.excerpt(name), request.idempotencyKey());
        return submission(pipeline, request, input, null);
    }

    private Submission submission(Pipeline pipeline, SubmissionRequest request, RunInput input, @Nullable Upload upload)
            throws IOException, JobException {
        String config = config(pipeline, request);
        requireValidKey(request.idempotencyKey());
        if (request.callback() != null) {
            requireAllowed(request.callback());
        }
        return new Submission(
                pipeline.name(),
                input,
                upload,
                config,
                validateLabels(request.labels()),
                new Submission.Options(request.idempotencyKey(), request.callback(), null, null));
    }

    private String config(Pipeline pipeline, SubmissionRequest request) throws IOException, JobException {
        String base = request.config() == null ? defaultConfigs.read(pipeline) : request.config();
        String config = pipeline.schema().override(base, "config", request.overrides());
        pipeline.schema().validate(config, "config");
        return config;
    }

    /** The same submission with some keys of its configuration replaced. */
    public Submission withOverrides(Submission submission, Map<String, String> overrides) throws JobException {
        Pipeline pipeline = pipelines.get(submission.pipeline());
        return submission.withConfig(pipeline.schema().override(submission.config(), "config", overrides));
    }

    /** Opens a file in one of the input directories. */
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(inputDirectories.resolve(name).path());
    }

    /** The same input and configuration again. */
    public Submission rerunOf(Run run, @Nullable String idempotencyKey) throws IOException {
        requireValidKey(idempotencyKey);
        Submission.Options options = new Submission.Options(idempotencyKey, null, run.id(), null);
        String path = run.input().path();
        try {
            String config = store.config(run.id()).readString();
            if (path != null) {
                RunInput input = serverInput(path, run.input().name(), idempotencyKey);
                return new Submission(run.pipeline(), input, null, config, Map.of(), options);
            }
            return new Submission(run.pipeline(), run.input(), store.linkInput(run), config, Map.of(), options);
        } catch (NoSuchFileException | SubmissionException e) {
            throw new SubmissionException(
                    SubmissionException.Reason.INPUT_GONE,
                    "The input or the configuration of run " + run.id() + " no longer exists");
        }
    }

    /** A retry with the same key has the same input as the first request, even if the file was deleted since. */
    private RunInput serverInput(String path, String name, @Nullable String idempotencyKey) {
        try {
            InputDirectories.ResolvedFile file = inputDirectories.resolve(path);
            return new RunInput(name, false, file.path().toString(), file.bytes(), null);
        } catch (SubmissionException gone) {
            return runs.newestFirst().stream()
                    .filter(run -> idempotencyKey != null && idempotencyKey.equals(run.idempotencyKey()))
                    .map(Run::input)
                    .filter(input -> !input.uploaded() && input.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> gone);
        }
    }

    /** Returns the labels if there are at most {@value #MAX_LABELS} and each is short and printable. */
    public static Map<String, String> validateLabels(Map<String, String> labels) {
        if (labels.size() > MAX_LABELS) {
            throw SubmissionException.invalidParameter(
                    "labels: " + Messages.mustBe("at most " + MAX_LABELS, labels.size()));
        }
        labels.forEach((key, value) -> {
            requireLength("the name of label \"" + SafeText.excerpt(key) + '"', key, MAX_LABEL_KEY_LENGTH);
            requireLength("label \"" + SafeText.excerpt(key) + '"', value, MAX_LABEL_LENGTH);
            if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
                throw SubmissionException.invalidParameter(
                        "label \"" + SafeText.excerpt(key) + "\": must have a name of letters, digits, '_', '.' "
                                + "or '-' and a value of printable characters");
            }
        });
        return labels;
    }

    private static void requireValidKey(@Nullable String idempotencyKey) {
        if (idempotencyKey != null
                && !VALID_IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
            throw SubmissionException.invalidParameter("Idempotency-Key: must be 1 to 255 printable ASCII characters");
        }
    }

    private static void requireLength(String what, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new SubmissionException(
                    SubmissionException.Reason.TOO_LONG,
                    what + ": " + Messages.mustBe("at most " + maxLength + " characters", text.length()));
        }
    }

    private void requireAllowed(String callback) {
        requireLength("callback", callback, Callback.MAX_URL_LENGTH);
        try {
            URI uri = new URI(callback);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            // null if there is none, or if it is not a host name, as with an underscore
            String host = uri.getHost();
            if (http && host != null && uri.getUserInfo() == null && callbackHosts.contains(host)) {
                return;
            }
        } catch (URISyntaxException e) {
            throw SubmissionException.invalidParameter("callback: not a URL: " + SafeText.excerpt(callback));
        }
        throw SubmissionException.invalidParameter("callback: \"" + SafeText.excerpt(callback)
                + "\" is not an http or https URL of a host on the list of mlops.callback.allowed-hosts");
    }
}
