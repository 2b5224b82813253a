package io.mlops.task.mlflow;

import io.mlops.task.finding.Finding;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Logs one run immediately, within a limit of time, and never again. */
public final class RunLogger {
    private final TrackingServer server;
    private final TrackingNames names;

    /**
     * A run that has ended.
     *
     * @param id identifies it
     * @param trains whether it trains a model
     * @param layout what was detected of how the input is written, by name
     * @param error null if the run succeeded
     * @param metrics the content of metrics.json
     * @param files what else it wrote
     */
    public record EndedRun(
            String id,
            String pipeline,
            boolean trains,
            String inputName,
            Instant startedAt,
            Instant endedAt,
            Provenance provenance,
            Map<String, String> layout,
            @Nullable String error,
            Map<String, String> config,
            List<Finding> findings,
            String metrics,
            List<StoredFile> files) {}

    public RunLogger(TrackingServer server, TrackingNames names) {
        this.server = server;
        this.names = names;
    }

    /**
     * Returns the address of the run's page.
     *
     * @throws TrackingException if the server is unavailable, rejects the run, or takes longer than {@code limit}
     */
    public String log(EndedRun run, Duration limit) throws IOException, TrackingException, InterruptedException {
        TrackingRecord logged = describe(run);
        FutureTask<String> task = new FutureTask<>(() -> log(names.experimentOf(run.pipeline()), logged));
        Thread thread = new Thread(task, "MLflow");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw TrackingException.unavailable(
                    "MLflow at " + server + " did not take it within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TrackingException rejection) {
                throw rejection;
            }
            throw TrackingException.rejected(String.valueOf(e.getCause()), "");
        }
    }

    private String log(String experimentName, TrackingRecord logged) throws TrackingException, InterruptedException {
        TrackingApi tracking = new TrackingApi(new MlflowClient(server));
        String experiment = tracking.experiment(experimentName);
        TrackingApi.Logged result = tracking.logRun(experiment, logged);
        return server + "/#/experiments/" + experiment + "/runs/" + result.run().id();
    }

    private TrackingRecord describe(EndedRun run) throws IOException {
        Map<String, String> tags = new LinkedHashMap<>(RunDetails.source());
        tags.put("mlops.pipeline", run.pipeline());
        tags.put("mlops.input", run.inputName());
        RunDetails.putOutcome(tags, run.provenance(), run.layout(), run.error());
        RunDetails details = RunDetails.of(
                names.runName(run.pipeline(), run.id(), run.inputName(), Map.of()),
                run.startedAt(),
                run.endedAt(),
                tags,
                run.findings(),
                run.files());
        return RunRecord.of(
                run.pipeline() + "/batch/" + run.id(),
                run.pipeline() + " " + run.inputName(),
                run.error() == null ? "FINISHED" : "FAILED",
                details,
                RunRecord.parameters(run.trains(), run.config()),
                Json.read(run.metrics().getBytes(StandardCharsets.UTF_8)),
                List.of());
    }
}
