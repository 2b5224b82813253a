package io.mlops.task.run;

/** What a pipeline has at hand while it runs. */
public final class RunContext {
    private final Job job;
    private final RunLog log;
    private final Progress progress;
    private String version = MetricsRecord.UNKNOWN_VERSION;

    RunContext(Job job, RunLog log, Progress progress) {
        this.job = job;
        this.log = log;
        this.progress = progress;
    }

    public Job job() {
        return job;
    }

    public RunLog log() {
        return log;
    }

    public Progress progress() {
        return progress;
    }

    /** Tells the configuration's version as soon as it is read, for the record of a failure. */
    public void version(String configured) {
        version = configured;
    }

    String version() {
        return version;
    }
}
