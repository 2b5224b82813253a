package io.mlops.task.pipeline;

import io.mlops.task.model.Championship;
import io.mlops.task.model.Contender;
import io.mlops.task.model.HousingCsv;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelHome;
import io.mlops.task.model.NewVersion;
import io.mlops.task.model.Origin;
import io.mlops.task.model.Split;
import io.mlops.task.model.SplitIdentity;
import io.mlops.task.model.Training;
import io.mlops.task.model.TrainingResult;
import io.mlops.task.model.TrainingStopped;
import io.mlops.task.model.VersionFiles;
import io.mlops.task.run.Artifacts;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Metrics;
import io.mlops.task.run.RunContext;
import io.mlops.task.run.RunLog;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One training: read, split, train, compare, keep, register, challenge. */
final class HousingRun {
    private final RunContext context;
    private final RunLog log;
    private final ModelHome models;

    HousingRun(RunContext context, ModelHome models) {
        this.context = context;
        this.log = context.log();
        this.models = models;
    }

    Metrics metrics() throws JobException, IOException, InterruptedException {
        HousingConfig config = readConfig();
        try {
            return metrics(config);
        } catch (TrainingStopped e) {
            // The thread is free of it again: a record is still to be written.
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (ModelException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw new JobException(String.valueOf(e.getMessage()));
        }
    }

    private HousingConfig readConfig() throws JobException, IOException {
        HousingConfig config = HousingConfig.of(Config.of(context));
        log.info("Config loaded: seed=" + config.seed() + ", version=" + config.version() + ", plan="
                + config.plan().word());
        return config;
    }

    private Metrics metrics(HousingConfig config) throws JobException, ModelException, IOException {
        Split split = read(config);
        TrainingResult result =
                Training.run(split, config.trainingPlan(context.job().threads()), new LoggedTraining(log));
        for (Contender contender : result.contenders()) {
            log.info("Trained " + contender.name() + ": " + HousingMetrics.scores(contender.heldOut()));
        }
        Contender winner = result.winner();
        log.info("Best: " + winner.name() + " " + winner.model().spec().parameters());
        Origin provenance = Origin.of(
                split.identity(),
                config.settings(),
                models.code(),
                context.job().run());
        NewVersion newVersion = new NewVersion(winner, split, provenance);
        keep(newVersion, result);
        return HousingMetrics.of(config, result, register(newVersion));
    }

    private Split read(HousingConfig config) throws JobException, ModelException {
        HousingCsv.Reading reading;
        try (WatchedInput input = WatchedInput.open(context)) {
            reading = HousingCsv.read(input, context.job().inputName());
            input.complete(reading.table().rows());
        } catch (IOException e) {
            throw new JobException("Input file cannot be read: " + context.job().inputName() + ": " + e.getMessage());
        }
        log.info("Data loaded: " + reading.table().rows() + " rows");
        reading.report().lines().forEach(log::info);
        Split split = Split.of(reading.table(), config.seed(), config.share());
        SplitIdentity identity = split.identity();
        log.info("Split: seed=" + identity.seed() + ", " + identity.trainRows() + " train rows, "
                + identity.heldOutRows() + " held out, data " + identity.dataHash());
        return split;
    }

    private void keep(NewVersion newVersion, TrainingResult result) throws ModelException, IOException {
        try (Artifacts artifacts = context.artifacts()) {
            if (artifacts == null) {
                return;
            }
            Map<String, byte[]> files = VersionFiles.of(newVersion);
            files.put(VersionFiles.CONTENDERS, VersionFiles.contenders(result));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                try (OutputStream out = artifacts.create(file.getKey())) {
                    out.write(file.getValue());
                }
            }
            artifacts.commit();
        }
        log.info("Artifacts kept");
    }

    private @Nullable Registration register(NewVersion newVersion) throws ModelException {
        Optional<Championship> championship = models.championship(HousingPipeline.MODEL);
        if (championship.isEmpty()) {
            return null;
        }
        Registration registration = Registration.of(newVersion, championship.get());
        log.info("Registered as " + HousingPipeline.MODEL + " version " + registration.version()
                + (registration.promoted() ? ", the champion: " : ", not the champion: ") + registration.reason());
        return registration;
    }
}
