package io.mlops.task.cli;

import io.mlops.task.execution.Execution;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.mlflow.RunLogger;
import io.mlops.task.mlflow.TrackingException;
import io.mlops.task.mlflow.TrackingNames;
import io.mlops.task.mlflow.TrackingServer;
import io.mlops.task.pipeline.HousingPipeline;
import io.mlops.task.run.StoredFile;
import io.mlops.task.store.LocalFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Logs a batch run to MLflow, by the environment variables of MLflow's clients; loaded only if there is a server. */
final class MlflowReport {
    static final String TRACKING_URI = "MLFLOW_TRACKING_URI";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final PrintStream messages;

    MlflowReport(Map<String, String> environment, PrintStream messages) {
        this.environment = environment;
        this.messages = messages;
    }

    /** Says what happened; never throws, since the run has its result. */
    void send(
            Pipeline pipeline, Job job, List<Path> written, Execution.Result outcome, Instant started, Instant ended) {
        try {
            TrackingServer server = TrackingServer.of(
                    environment.getOrDefault(TRACKING_URI, ""),
                    variable("MLFLOW_TRACKING_TOKEN"),
                    variable("MLFLOW_TRACKING_USERNAME"),
                    variable("MLFLOW_TRACKING_PASSWORD"));
            TrackingNames names = new TrackingNames(variable("MLFLOW_EXPERIMENT_NAME"), variable("MLFLOW_RUN_NAME"));
            RunLogger.EndedRun run = describe(pipeline, job, written, outcome, started, ended);
            messages.println("mlops-task: logged to MLflow: " + new RunLogger(server, names).log(run, LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed("the run was stopped");
        } catch (IOException | TrackingException | RuntimeException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String reason) {
        messages.println("mlops-task: could not log to MLflow: " + reason);
    }

    private static RunLogger.EndedRun describe(
            Pipeline pipeline, Job job, List<Path> written, Execution.Result outcome, Instant started, Instant ended) {
        return new RunLogger.EndedRun(
                UUID.randomUUID().toString(),
                pipeline.name(),
                pipeline.name().equals(HousingPipeline.MODEL),
                job.inputName(),
                started,
                ended,
                BuildInfo.provenance(),
                outcome.layout(),
                outcome.error(),
                config(pipeline, job),
                outcome.findings(),
                outcome.record(),
                written.stream().<StoredFile>map(LocalFile::new).toList());
    }

    private static Map<String, String> config(Pipeline pipeline, Job job) {
        try {
            String text = Files.readString(job.config().path());
            String name = job.config().name();
            return pipeline.schema()
                    .effective(
                            pipeline.schema().override(text, name, job.config().overrides()), name);
        } catch (IOException | JobException e) {
            return Map.of();
        }
    }

    private Optional<String> variable(String name) {
        @Nullable String value = environment.get(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }
}
