package io.mlops.task.execution;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pipeline can use while it runs. */
public final class RunContext {
    private final Job job;
    private final RunLog log;
    private final ProgressListener progress;
    private final RunFiles files;
    private String version = MetricsJson.UNKNOWN_VERSION;
    private Map<String, String> layout = Map.of();

    RunContext(Job job, RunLog log, ProgressListener progress, RunFiles files) {
        this.job = job;
        this.log = log;
        this.progress = progress;
        this.files = files;
    }

    public Job job() {
        return job;
    }

    public RunLog log() {
        return log;
    }

    public ProgressListener progress() {
        return progress;
    }

    /** Sets the configuration's version, for the record of a failure; called as soon as it is read. */
    public void version(String configured) {
        version = configured;
    }

    /** See {@link RunFiles#minSeriesRows}. */
    public long minSeriesRows() {
        return files.minSeriesRows();
    }

    /** Stores the data of a plot, which is passed to {@link Pipeline#series} when a plot is requested. */
    public void storeSeries(byte[] series) throws IOException {
        files.writeSeries(series);
    }

    /** Starts the file of the run's signals; null if they are not written. */
    public @Nullable SignalsFile signals() throws IOException {
        return files.signals();
    }

    /** Starts the artifacts of the run; null if they are not stored. */
    public @Nullable Artifacts artifacts() throws IOException {
        return files.artifacts();
    }

    /** Sets what was detected of how the input is written, by name, for the run's record. */
    public void layout(Map<String, String> detected) {
        layout = detected;
    }

    Map<String, String> layout() {
        return layout;
    }

    String version() {
        return version;
    }
}
