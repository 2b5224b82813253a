package io.mlops.task;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.mlops.task.http.HttpBuckets;
import io.mlops.task.http.ModelMeters;
import io.mlops.task.http.PipelineNames;
import io.mlops.task.http.Retraining;
import io.mlops.task.http.Roles;
import io.mlops.task.http.RunMeters;
import io.mlops.task.http.ServedModels;
import io.mlops.task.http.ServiceLimits;
import io.mlops.task.http.WatchMeters;
import io.mlops.task.mlflow.Mirroring;
import io.mlops.task.model.Championship;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelHome;
import io.mlops.task.model.PromotionGate;
import io.mlops.task.model.ServedModel;
import io.mlops.task.model.Watching;
import io.mlops.task.notify.Callbacks;
import io.mlops.task.pipeline.HousingPipeline;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.run.Retention;
import io.mlops.task.run.RunIds;
import io.mlops.task.run.RunListener;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Runs;
import io.mlops.task.run.Workers;
import io.mlops.task.store.RequestLog;
import io.mlops.task.store.RunFolders;
import io.mlops.task.store.WatchFile;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** The parts of the service, made from the settings and handed to each other. */
final class Wiring {
    private final Settings settings;

    Wiring(Settings settings) {
        this.settings = settings;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RunStore store() throws IOException {
        return RunFolders.open(settings.data(), settings.mostLogBytes());
    }

    void close(@Disposes RunStore store) throws IOException {
        store.close();
    }

    @Produces
    @Singleton
    RunListener listener(MeterRegistry registry, PipelineNames pipelines) {
        return new RunMeters(registry, pipelines.names());
    }

    @Produces
    @Singleton
    MeterFilter httpBuckets() {
        return new HttpBuckets();
    }

    @Produces
    @Singleton
    Runs runs(RunStore store, Clock clock, RunListener listener, MeterRegistry registry) {
        Runs runs = new Runs(
                store,
                new RunIds(clock, new SecureRandom()),
                clock,
                listener,
                Program.provenance(),
                new Runs.Limits(
                        settings.queueCapacity(), workerCount(), settings.mostAttempts(), settings.diskFloorBytes()));
        Gauge.builder("mlops.runs.running", () -> runs.attempts().size())
                .description("Runs that a worker is at")
                .register(registry);
        Gauge.builder("mlops.workers", this::workerCount)
                .description("Runs that may be worked at at the same time")
                .register(registry);
        Gauge.builder("mlops.queue.depth", runs::queued)
                .description("Runs that wait")
                .register(registry);
        Gauge.builder("mlops.queue.capacity", runs::queueCapacity)
                .description("Runs that may wait")
                .register(registry);
        Gauge.builder("mlops.disk.free.bytes", runs::freeBytes)
                .description("Free space where runs are kept")
                .register(registry);
        Gauge.builder("mlops.disk.floor.bytes", settings::diskFloorBytes)
                .description("Free space below which no run is accepted")
                .register(registry);
        Gauge.builder("mlops.build.info", () -> 1)
                .description("What runs here, as labels")
                .tag("version", Program.provenance().version())
                .register(registry);
        return runs;
    }

    @Produces
    @Singleton
    Workers workers(Runs runs, RunStore store, PipelineNames pipelines, Clock clock) {
        Workers.Limits limits = new Workers.Limits(
                workerCount(),
                Runtime.getRuntime().availableProcessors(),
                settings.mostRunTime(),
                settings.stopWithin());
        return new Workers(runs, store, pipelines::named, clock, limits);
    }

    @Produces
    @Singleton
    Retention retention(Runs runs, RunStore store, Clock clock, ServedModels models) {
        Settings.Retention retention = settings.retention();
        return new Retention(
                runs,
                store,
                clock,
                new Retention.Limits(retention.age(), retention.count(), retention.bytes()),
                models::isChampions);
    }

    @Produces
    @Singleton
    Callbacks callbacks(Runs runs, RunStore store, Clock clock, RunListener listener) {
        return new Callbacks(
                runs,
                store,
                clock,
                listener,
                callbackHosts(),
                settings.callback().secret().orElse(""));
    }

    @Produces
    @Singleton
    Mirroring mirroring(Runs runs, ModelHome models, Clock clock, MeterRegistry registry) {
        Mirrors mirrors = Mirrors.of(settings, models, runs);
        Mirroring mirroring = new Mirroring(mirrors, settings.mlflow().every(), clock, new MirrorLog());
        Gauge.builder("mlops.mlflow.behind", mirroring::behind)
                .description("Versions, champions and failed trainings that the tracking server has not been told of")
                .register(registry);
        Gauge.builder(
                        "mlops.mlflow.last.success.timestamp.seconds",
                        () -> mirroring.upToDate().getEpochSecond())
                .description("When the tracking server last had everything, in seconds since 1970")
                .register(registry);
        return mirroring;
    }

    @Produces
    @Singleton
    PipelineNames pipelines(ModelHome models) {
        return new PipelineNames(new Pipelines(() -> models).all());
    }

    @Produces
    @Singleton
    ModelHome models(Clock clock) {
        Settings.Models.Gate gate = settings.models().gate();
        PromotionGate usual = PromotionGate.usual();
        return ModelFolder.of(
                settings.data().resolve("models"),
                new PromotionGate(gate.margin(), gate.confidence(), usual.resamples(), usual.seed()),
                clock);
    }

    @Produces
    @Singleton
    ServedModels served(ModelHome models, RequestLog requests, Clock clock, MeterRegistry registry)
            throws ModelException {
        Championship championship = models.championship(HousingPipeline.MODEL).orElseThrow();
        RunIds ids = new RunIds(clock, new SecureRandom());
        Path kept = settings.data().resolve("watch").resolve(HousingPipeline.MODEL + ".bin");
        Watching watching = Watching.open(
                championship,
                new WatchFile(kept),
                settings.models().window(),
                settings.models().remembered());
        return new ServedModels(List.of(new ServedModel(
                championship, watching, requests, () -> ids.next().value(), new ModelMeters(registry, championship))));
    }

    @Produces
    @Singleton
    RequestLog requests(Clock clock) {
        Settings.Models.RequestLog log = settings.models().requestLog();
        return new RequestLog(
                settings.data().resolve("requests").resolve(HousingPipeline.MODEL + ".jsonl"),
                log.enabled() ? log.share() : 0,
                log.mostBytes().asLongValue(),
                clock);
    }

    @Produces
    @Singleton
    WatchMeters watchMeters(MeterRegistry registry, ServedModels models) {
        return new WatchMeters(registry, models.models().get(0));
    }

    @Produces
    @Singleton
    Retraining.Policy retrainPolicy() {
        Settings.Models.Retrain retrain = settings.models().retrain();
        return new Retraining.Policy(
                retrain.input(), retrain.onDrift(), retrain.liveRmseFactor(), retrain.liveRows(), retrain.pause());
    }

    @Produces
    @Singleton
    Roles.AccessControl accessControl() {
        return new Roles.AccessControl(settings.auth().enabled());
    }

    @Produces
    @Singleton
    ServiceLimits limits() {
        Path home = settings.home();
        return new ServiceLimits(
                settings.data().toAbsolutePath(),
                home,
                settings.defaultConfig(),
                settings.inputRoots().orElse(List.of(home.resolve("sample-data"))),
                callbackHosts(),
                settings.streams(),
                settings.uploads(),
                settings.uploadPatience(),
                settings.diskFloorBytes(),
                (int) settings.models().csvBytes().asLongValue());
    }

    private List<String> callbackHosts() {
        return settings.callback().hosts().orElse(List.of());
    }

    /** A small run waits for the disk about as long as it works: two for each processor keep it busy. */
    private int workerCount() {
        return settings.workers() > 0
                ? settings.workers()
                : 2 * Runtime.getRuntime().availableProcessors();
    }
}
