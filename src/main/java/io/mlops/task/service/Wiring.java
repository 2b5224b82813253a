package io.mlops.task.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.mlops.task.auth.PasswordVerifier;
import io.mlops.task.auth.Users;
import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.cli.BuildInfo;
import io.mlops.task.http.auth.AuthConfig;
import io.mlops.task.http.filter.RequestConfig;
import io.mlops.task.http.runs.RereadInputs;
import io.mlops.task.http.runs.RunsConfig;
import io.mlops.task.metrics.DriftMeters;
import io.mlops.task.metrics.ModelMeters;
import io.mlops.task.metrics.RequestLatencyBuckets;
import io.mlops.task.metrics.RetrainingMeters;
import io.mlops.task.metrics.RunMeters;
import io.mlops.task.mlflow.MlflowSyncWorker;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.ModelMonitor;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.notify.CallbackDelivery;
import io.mlops.task.pipeline.CheckPolicy;
import io.mlops.task.pipeline.HousingPipeline;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.pipeline.SameDataPolicy;
import io.mlops.task.retraining.RetrainingService;
import io.mlops.task.retraining.TrainingInput;
import io.mlops.task.run.Retention;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.RunIds;
import io.mlops.task.run.RunListener;
import io.mlops.task.run.RunRecovery;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.WorkerPool;
import io.mlops.task.store.FileLabelledRows;
import io.mlops.task.store.FileModelRegistries;
import io.mlops.task.store.FileMonitoringStore;
import io.mlops.task.store.FileRunStore;
import io.mlops.task.store.PredictionLog;
import io.mlops.task.submission.DefaultConfigs;
import io.mlops.task.submission.InputDirectories;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.submission.SubmissionFactory;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** CDI producers of everything whose package is free of CDI. */
final class Wiring {
    private final Settings settings;

    Wiring(Settings settings, RequestConfig requests, RunsConfig runs) {
        SettingsCheck.requireValid(settings, requests, runs);
        this.settings = settings;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    BackgroundTasks tasks() {
        return new BackgroundTasks(BackgroundTasks.TOLERANCE);
    }

    @Produces
    @Singleton
    PasswordVerifier passwords(AuthConfig auth) {
        Users users = auth.enabled()
                ? AuthSettings.users(auth.usersFile(), ConfigProvider.getConfig())
                : Users.parse(List.of());
        return new PasswordVerifier(
                users, Runtime.getRuntime().availableProcessors(), new SecureRandom(), System::nanoTime);
    }

    @Produces
    @Singleton
    RunStore store() throws IOException {
        return FileRunStore.open(settings.data(), settings.maxLogSize().asLongValue(), inputRoots());
    }

    void close(@Disposes RunStore store) throws IOException {
        store.close();
    }

    @Produces
    @Singleton
    RunMeters runMeters(MeterRegistry registry, PipelineRegistry pipelines) {
        return new RunMeters(registry, pipelines.names());
    }

    @Produces
    @Singleton
    MeterFilter httpBuckets() {
        return new RequestLatencyBuckets();
    }

    @Produces
    @Singleton
    RunService runs(RunStore store, Clock clock, RunMeters meters) {
        RunService runs = new RunService(
                store,
                clock,
                meters,
                BuildInfo.provenance(),
                new RunService.Limits(settings.queueCapacity(), workerCount()));
        meters.register(
                runs,
                workerCount(),
                settings.minFreeDisk().asLongValue(),
                BuildInfo.provenance().version());
        return runs;
    }

    @Produces
    @Singleton
    RunAdmission admission(RunService runs, RunStore store, Clock clock, RunListener listener) {
        RunIds ids = new RunIds(clock, new SecureRandom());
        return new RunAdmission(
                runs, store, ids, clock, listener, settings.minFreeDisk().asLongValue());
    }

    @Produces
    @Singleton
    RunRecovery recovery(RunService runs, RunStore store, RunListener listener) {
        return new RunRecovery(runs, store, listener, settings.maxAttempts());
    }

    @Produces
    @Singleton
    WorkerPool.Limits limits(RunsConfig config) {
        // all runs and readers at the same time take at most half of the heap
        long fair = Runtime.getRuntime().maxMemory() / 2 / (workerCount() + RereadInputs.MAX_AT_ONCE);
        return new WorkerPool.Limits(
                workerCount(),
                Runtime.getRuntime().availableProcessors(),
                settings.runTimeout(),
                settings.stopTimeout(),
                Math.min(config.maxRunMemory().asLongValue(), fair));
    }

    @Produces
    @Singleton
    WorkerPool workers(
            RunService runs,
            RunStore store,
            PipelineRegistry pipelines,
            Clock clock,
            BackgroundTasks tasks,
            WorkerPool.Limits limits) {
        return new WorkerPool(runs, store, pipelines::get, clock, limits, tasks);
    }

    @Produces
    @Singleton
    Retention retention(RunService runs, RunStore store, Clock clock, ServedModels models) {
        Settings.Retention retention = settings.retention();
        return new Retention(
                runs,
                store,
                clock,
                new Retention.Limits(
                        retention.maxAge(),
                        retention.maxCount(),
                        retention.maxSize().map(MemorySize::asLongValue)),
                run -> models.trainedChampion(run.id().value()));
    }

    @Produces
    @Singleton
    CallbackDelivery callbacks(RunService runs, RunStore store, Clock clock, RunListener listener) {
        return new CallbackDelivery(
                runs,
                store,
                clock,
                listener,
                callbackHosts(),
                settings.callback().secret().orElse(""));
    }

    @Produces
    @Singleton
    MlflowSyncWorker mlflowSync(
            RunService runs,
            RunStore store,
            PipelineRegistry pipelines,
            ModelRegistries models,
            Clock clock,
            MeterRegistry registry,
            BackgroundTasks tasks) {
        MlflowSyncs syncs = MlflowSyncs.of(settings, models, runs, store, pipelines);
        MlflowSyncWorker worker = new MlflowSyncWorker(syncs, settings.mlflow().syncInterval(), clock, tasks);
        Gauge.builder("mlops.mlflow.pending", worker::pendingCount)
                .description("Runs, versions and champions that are not in MLflow yet")
                .register(registry);
        Gauge.builder("mlops.mlflow.last.success.timestamp.seconds", () -> worker.lastSuccess()
                        .getEpochSecond())
                .description("Time of the last complete MLflow sync, in seconds since 1970")
                .register(registry);
        return worker;
    }

    @Produces
    @Singleton
    PipelineRegistry pipelines(ModelRegistries models, ServedModels served) {
        return new PipelineRegistry(
                Pipelines.all(() -> models, () -> served.defaultModel().monitor()));
    }

    @Produces
    @Singleton
    ModelRegistries models(Clock clock) {
        Settings.PromotionGate gate = settings.models().promotionGate();
        return FileModelRegistries.of(
                settings.data().resolve("models"),
                new PromotionGate(
                        gate.minImprovement(),
                        gate.confidence(),
                        gate.maxRegression(),
                        gate.maxSliceRegression(),
                        new PromotionGate.Floors(gate.minRows(), gate.minR2(), gate.maxRmse())),
                clock,
                BuildInfo.provenance().version());
    }

    @Produces
    @Singleton
    ServedModels served(ModelRegistries models, PredictionLog requests, Clock clock, MeterRegistry registry)
            throws ModelException {
        ChampionService champions =
                models.championService(HousingPipeline.MODEL).orElseThrow();
        RunIds ids = new RunIds(clock, new SecureRandom());
        Path state = FileMonitoringStore.directory(settings.data());
        ModelMonitor.Stores stores = new ModelMonitor.Stores(
                new FileMonitoringStore(state.resolve(HousingPipeline.MODEL + ".bin")),
                new FileLabelledRows(
                        state.resolve(HousingPipeline.MODEL + "-labelled.jsonl"),
                        settings.models().labelledRows()));
        ModelMonitor monitor = ModelMonitor.open(
                champions,
                stores,
                new ModelMonitor.Limits(
                        settings.models().driftWindow(),
                        settings.models().driftPeriod(),
                        settings.models().predictionHistory(),
                        settings.models().labelledRows()),
                clock);
        return new ServedModels(List.of(new ServedModel(
                champions, monitor, requests, () -> ids.next().value(), new ModelMeters(registry, champions))));
    }

    @Produces
    @Singleton
    PredictionLog requests(Clock clock) {
        Settings.RequestLog log = settings.models().requestLog();
        return new PredictionLog(
                settings.data().resolve("requests").resolve(HousingPipeline.MODEL + ".jsonl"),
                log.enabled() ? log.samplingRate() : 0,
                log.maxSize().asLongValue(),
                clock);
    }

    @Produces
    @Singleton
    DriftMeters driftMeters(MeterRegistry registry, ServedModels models) {
        return new DriftMeters(registry, models.models().get(0));
    }

    @Produces
    @Singleton
    RetrainingService retraining(
            RunService runs,
            RunStore store,
            RunAdmission admission,
            SubmissionFactory submissions,
            ServedModels models,
            MeterRegistry registry,
            Clock clock) {
        Settings.Retrain retrain = settings.models().retrain();
        return new RetrainingService(
                runs,
                admission,
                new TrainingInput(runs, store, admission, submissions, models.defaultModel()),
                models.defaultModel(),
                new RetrainingService.Policy(
                        retrain.input(),
                        Map.of(SameDataPolicy.KEY_NAME, SameDataPolicy.SKIP.label()),
                        Map.of(CheckPolicy.KEY_NAME, retrain.checks().label()),
                        retrain.onDrift(),
                        retrain.maxLiveRmseRatio(),
                        retrain.minLabelledRows(),
                        retrain.cooldown()),
                new RetrainingMeters(registry, models.defaultModel().name()),
                clock);
    }

    @Produces
    @Singleton
    DefaultConfigs defaultConfigs() {
        return new DefaultConfigs(settings.home(), settings.defaultConfig());
    }

    @Produces
    @Singleton
    InputDirectories inputDirectories() {
        return new InputDirectories(inputRoots());
    }

    private List<Path> inputRoots() {
        return settings.inputRoots().orElse(List.of(settings.home().resolve("sample-data")));
    }

    @Produces
    @Singleton
    SubmissionFactory submissions(
            DefaultConfigs defaultConfigs,
            InputDirectories inputs,
            PipelineRegistry pipelines,
            RunService runs,
            RunStore store) {
        return new SubmissionFactory(defaultConfigs, inputs, pipelines, runs, store, callbackHosts());
    }

    private List<String> callbackHosts() {
        return settings.callback().allowedHosts().orElse(List.of());
    }

    /** A small run waits for the disk about as long as it computes, so two workers keep one processor busy. */
    private int workerCount() {
        return settings.workers() > 0
                ? settings.workers()
                : 2 * Runtime.getRuntime().availableProcessors();
    }
}
