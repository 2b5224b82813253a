package io.mlops.task.http.predict;

import io.mlops.task.execution.JobException;
import io.mlops.task.http.models.ModelLookup;
import io.mlops.task.http.runs.RunResponses;
import io.mlops.task.http.runs.RunSubmitter;
import io.mlops.task.http.runs.SubmissionParser;
import io.mlops.task.http.upload.MultipartForm;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.InsufficientDiskSpaceException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.Upload;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Predicts more rows than a response should contain, in an ordinary run, with the current champion. */
@Singleton
final class BatchPredictions {
    private static final String PIPELINE = "housing-predict";

    private final RunAdmission admission;
    private final RunSubmitter submitter;
    private final SubmissionParser submissions;
    private final RunResponses responses;

    BatchPredictions(
            RunAdmission admission, RunSubmitter submitter, SubmissionParser submissions, RunResponses responses) {
        this.admission = admission;
        this.submitter = submitter;
        this.submissions = submissions;
        this.responses = responses;
    }

    /** An upload, for the API's description. */
    @Schema(name = "RowsUpload")
    record RowsForm(
            @Schema(required = true, format = "binary", type = SchemaType.STRING, description = "CSV, plain or gzip")
            String file) {}

    /** @param length of the body as announced; null if it comes in chunks */
    CompletionStage<Response> ofForm(
            ServedModel model,
            InputStream body,
            @Nullable String contentType,
            @Nullable Long length,
            @Nullable String prefer,
            @Nullable Double coverage)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        checkCapacity(length);
        Map<String, String> config = config(model, coverage);
        try (MultipartForm form = MultipartForm.read(body, contentType, admission::receive)) {
            return responses.submitted(submitter.submit(submissions.fromForm(form, PIPELINE, config, null)), prefer);
        }
    }

    /**
     * @param start the part of the body that was read before it turned out to be too long
     * @param length of the body as announced; null if it comes in chunks
     */
    CompletionStage<Response> ofBody(
            ServedModel model,
            byte[] start,
            InputStream rest,
            @Nullable Long length,
            @Nullable String prefer,
            @Nullable Double coverage)
            throws IOException, JobException, QueueFullException, IdempotencyKeyReusedException {
        checkCapacity(length);
        Map<String, String> config = config(model, coverage);
        InputStream body = new SequenceInputStream(new ByteArrayInputStream(start), rest);
        try (Upload upload = admission.receive(body)) {
            return responses.submitted(
                    submitter.submit(submissions.fromUpload(upload, "rows.csv", PIPELINE, config)), prefer);
        }
    }

    private void checkCapacity(@Nullable Long length) throws QueueFullException, InsufficientDiskSpaceException {
        admission.checkCapacity(null, length == null ? 0 : length);
    }

    /** The version is named explicitly, so that a rerun uses the same one. */
    private static Map<String, String> config(ServedModel model, @Nullable Double coverage) {
        Champion champion = ModelLookup.champion(model);
        Coverage.intervals(champion, coverage);
        Map<String, String> config = new LinkedHashMap<>();
        config.put("model_version", Integer.toString(champion.version().number()));
        if (coverage != null) {
            config.put(Coverage.KEY, Double.toString(coverage));
        }
        return config;
    }
}
