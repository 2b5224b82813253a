package io.mlops.task.pipeline;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.RunLog;
import io.mlops.task.execution.RunResult;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelArtifacts;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.TrainingCancelledException;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.Training;
import io.mlops.task.model.training.TrainingResult;
import io.mlops.task.model.validation.TrainingFileChecks;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
        HousingCsvReader.ReadResult file = read();
        TrainTestSplit split = split(file, config);
        ModelProvenance provenance = ModelProvenance.of(
                        split.identity(),
                        config.effective(),
                        models.codeVersion(),
                        context.job().run())
                .withLabelled(file.labelled()
                        .map(HousingCsvReader.LabelledPart::summary)
                        .orElse(null));
        Optional<ModelVersion> same =
                config.sameData() == SameDataPolicy.SKIP ? sameTraining(provenance) : Optional.empty();
        if (same.isPresent()) {
            log.info(HousingMetrics.nothingNew(same.get()));
            return HousingMetrics.nothingNew(config, provenance, same.get());
        }
        Optional<String> doubt = check(file, config);
        TrainingResult result =
                Training.run(split, config.trainingPlan(context.job().threads()), new TrainingProgressLogger(log));
        for (TrainedCandidate candidate : result.candidates()) {
            log.info("Trained " + candidate.name() + ": " + HousingMetrics.scores(candidate.heldOut()));
        }
        TrainedCandidate winner = result.winner();
        log.info("Best: " + winner.name() + " " + winner.model().spec().parameters());
        UnregisteredVersion newVersion = new UnregisteredVersion(winner, split, provenance);
        save(newVersion, result);
        return HousingMetrics.of(config, result, provenance, register(newVersion, doubt));
    }

    /** Returns the version of another run that this training would only repeat. */
    private Optional<ModelVersion> sameTraining(ModelProvenance provenance) throws ModelException {
        Optional<ChampionService> service = models.championService(HousingPipeline.MODEL);
        if (service.isEmpty()) {
            return Optional.empty();
        }
        return service.get().registry().versions().stream()
                .filter(version ->
                        !version.provenance().runId().equals(context.job().run()))
                .filter(version -> version.provenance().isSameTraining(provenance, SameDataPolicy.KEYS_WITHOUT_EFFECT))
                .findFirst();
    }

    private HousingCsvReader.ReadResult read() throws JobException, ModelException {
        HousingCsvReader.ReadResult reading;
        try (ProgressInputStream input = ProgressInputStream.open(context)) {
            reading = HousingCsvReader.read(input, context.job().inputName());
            input.complete(reading.dataset().rows());
        } catch (IOException e) {
            throw context.job().unreadableInput(String.valueOf(e.getMessage()));
        }
        log.info("Data loaded: " + reading.dataset().rows() + " rows");
        log.info(reading.report().summary());
        reading.labelled()
                .map(HousingCsvReader.LabelledPart::summary)
                .ifPresent(labelled -> log.info("Labelled in service: " + labelled.rows() + " rows, from "
                        + labelled.from() + " to " + labelled.to()));
        return reading;
    }

    /** Reports what is doubtful about the data; returns why its model must not be promoted by itself. */
    private Optional<String> check(HousingCsvReader.ReadResult file, HousingConfig config)
            throws JobException, ModelException {
        List<Finding> all = new ArrayList<>();
        Optional<Champion> champion = config.checks() == CheckPolicy.OFF ? Optional.empty() : champion();
        file.labelled()
                .ifPresent(part -> all.addAll(
                        TrainingFileChecks.ofLabelled(part, champion.map(current -> errors(current, part.dataset())))));
        all.addAll(TrainingFileChecks.ofFile(file));
        if (champion.isPresent()) {
            all.addAll(shift(file.dataset(), champion.get().version().number()));
        }
        FindingReporter findings = new FindingReporter(context, config.checks());
        for (Finding finding : all) {
            findings.report(finding);
        }
        String warnings = all.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(Finding::check)
                .distinct()
                .collect(Collectors.joining(", "));
        return warnings.isEmpty() || config.checks() == CheckPolicy.OFF
                ? Optional.empty()
                : Optional.of("The data it was trained on has warnings (" + warnings + "); it can be promoted by hand");
    }

    private Optional<Champion> champion() throws ModelException {
        Optional<ChampionService> service = models.championService(HousingPipeline.MODEL);
        service.ifPresent(ChampionService::refresh);
        return service.flatMap(ChampionService::current);
    }

    private static TrainingFileChecks.ChampionErrors errors(Champion champion, Dataset labelled) {
        return new TrainingFileChecks.ChampionErrors(
                champion.version().number(),
                champion.model().predict(labelled),
                champion.version().heldOut().rmse());
    }

    /** Compares with what the champion was trained on, if its rows can be read. */
    private List<Finding> shift(Dataset dataset, int champion) throws ModelException {
        Optional<ChampionService> service = models.championService(HousingPipeline.MODEL);
        Dataset train;
        try {
            train = service.orElseThrow().registry().trainRows(champion);
        } catch (ModelException e) {
            log.info("Not compared with the champion's data: " + e.getMessage());
            return List.of();
        }
        return TrainingFileChecks.shift(dataset, train, champion);
    }

    private TrainTestSplit split(HousingCsvReader.ReadResult file, HousingConfig config) throws ModelException {
        TrainTestSplit split = TrainTestSplit.of(file.dataset(), file.labelledRows(), config.seed(), config.testSize());
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

    private @Nullable Registration register(UnregisteredVersion newVersion, Optional<String> doubt)
            throws ModelException {
        Optional<ChampionService> championService = models.championService(HousingPipeline.MODEL);
        if (championService.isEmpty()) {
            return null;
        }
        Registration registration = Registration.of(newVersion, championService.get(), doubt);
        log.info("Registered as " + HousingPipeline.MODEL + " version " + registration.version()
                + (registration.promoted() ? ", the champion: " : ", not the champion: ") + registration.reason());
        return registration;
    }
}
