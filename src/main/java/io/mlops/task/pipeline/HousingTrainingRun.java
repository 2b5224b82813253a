package io.mlops.task.pipeline;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.RunLog;
import io.mlops.task.execution.RunResult;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelArtifacts;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.TrainingCancelledException;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.Training;
import io.mlops.task.model.training.TrainingResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One training: reads, splits, trains, compares, saves, registers and challenges the champion. */
final class HousingTrainingRun {
    private final RunContext context;
    private final RunLog log;
    private final ModelRegistries models;

    HousingTrainingRun(RunContext context, ModelRegistries models) {
        this.context = context;
        this.log = context.log();
        this.models = models;
    }

    RunResult metrics() throws JobException, IOException, InterruptedException {
        HousingConfig config = readConfig();
        try {
            return metrics(config);
        } catch (TrainingCancelledException e) {
            // clears the interrupt: the metrics record is still to be written
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (ModelException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw new JobException(String.valueOf(e.getMessage()));
        }
    }

    private HousingConfig readConfig() throws JobException {
        HousingConfig config = HousingConfig.SCHEMA.read(context);
        log.info("Config loaded: seed=" + config.seed() + ", version=" + config.version() + ", plan="
                + config.plan().label());
        return config;
    }

    private RunResult metrics(HousingConfig config) throws JobException, ModelException, IOException {
        TrainTestSplit split = read(config);
        TrainingResult result =
                Training.run(split, config.trainingPlan(context.job().threads()), new TrainingProgressLogger(log));
        for (TrainedCandidate candidate : result.candidates()) {
            log.info("Trained " + candidate.name() + ": " + HousingMetrics.scores(candidate.heldOut()));
        }
        TrainedCandidate winner = result.winner();
        log.info("Best: " + winner.name() + " " + winner.model().spec().parameters());
        ModelProvenance provenance = ModelProvenance.of(
                split.identity(),
                config.effective(),
                models.codeVersion(),
                context.job().run());
        UnregisteredVersion newVersion = new UnregisteredVersion(winner, split, provenance);
        save(newVersion, result);
        return HousingMetrics.of(config, result, register(newVersion));
    }

    private TrainTestSplit read(HousingConfig config) throws JobException, ModelException {
        HousingCsvReader.ReadResult reading;
        try (ProgressInputStream input = ProgressInputStream.open(context)) {
            reading = HousingCsvReader.read(input, context.job().inputName());
            input.complete(reading.dataset().rows());
        } catch (IOException e) {
            throw context.job().unreadableInput(String.valueOf(e.getMessage()));
        }
        log.info("Data loaded: " + reading.dataset().rows() + " rows");
        reading.report().lines().forEach(log::info);
        TrainTestSplit split = TrainTestSplit.of(reading.dataset(), config.seed(), config.testSize());
        TrainTestSplit.Identity identity = split.identity();
        log.info("Split: seed=" + identity.seed() + ", " + identity.trainRows() + " train rows, "
                + identity.heldOutRows() + " held out, data " + identity.dataHash());
        return split;
    }

    private void save(UnregisteredVersion newVersion, TrainingResult result) throws ModelException, IOException {
        try (Artifacts artifacts = context.artifacts()) {
            if (artifacts == null) {
                return;
            }
            Map<String, byte[]> files = ModelArtifacts.of(newVersion);
            files.put(ModelArtifacts.CANDIDATES, ModelArtifacts.candidates(result));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                try (OutputStream out = artifacts.create(file.getKey())) {
                    out.write(file.getValue());
                }
            }
            artifacts.commit();
        }
        log.info("Artifacts saved");
    }

    private @Nullable Registration register(UnregisteredVersion newVersion) throws ModelException {
        Optional<ChampionService> championService = models.championService(HousingPipeline.MODEL);
        if (championService.isEmpty()) {
            return null;
        }
        Registration registration = Registration.of(newVersion, championService.get());
        log.info("Registered as " + HousingPipeline.MODEL + " version " + registration.version()
                + (registration.promoted() ? ", the champion: " : ", not the champion: ") + registration.reason());
        return registration;
    }
}
