package io.mlops.task.pipeline;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.RoundedDecimal;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.RunLog;
import io.mlops.task.execution.RunResult;
import io.mlops.task.finding.Check;
import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureCsvReader;
import io.mlops.task.model.housing.OutOfRangeWarning;
import io.mlops.task.model.housing.RowError;
import io.mlops.task.model.registry.ChampionHistory;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.PredictionListener;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.text.Messages;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Predicts a file row by row, in constant memory. */
final class BatchPredictionRun {
    private static final String PREDICTIONS = "predictions.csv";
    private static final String ERRORS = "errors.csv";
    private static final int DECIMALS = 6;

    private final RunContext context;
    private final RunLog log;
    private final HousingPredictPipeline.Config config;
    private final ModelRegistries models;
    private final PredictionListener listener;
    private final Map<String, Long> outside = new TreeMap<>();
    private long predicted;
    private long invalid;
    private double sum;
    private @Nullable String firstError;

    BatchPredictionRun(
            RunContext context,
            HousingPredictPipeline.Config config,
            ModelRegistries models,
            PredictionListener listener) {
        this.context = context;
        this.log = context.log();
        this.config = config;
        this.models = models;
        this.listener = listener;
    }

    RunResult metrics() throws JobException, IOException, InterruptedException {
        log.info("Config loaded: seed=" + config.seed() + ", version=" + config.version());
        try {
            ChampionService championService = championService();
            int number = number(championService.registry().history());
            log.info("Predicting with " + HousingPipeline.MODEL + " version " + number);
            predict(championService.registry().model(number), number);
            return metrics(number);
        } catch (ModelException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw new JobException(String.valueOf(e.getMessage()));
        }
    }

    private ChampionService championService() throws JobException, ModelException {
        Optional<ChampionService> championService = models.championService(HousingPipeline.MODEL);
        return championService.orElseThrow(
                () -> new JobException("There is no model registry; name its directory with --models"));
    }

    private int number(ChampionHistory history) throws JobException {
        Integer pinned = config.modelVersion();
        return pinned != null
                ? pinned
                : history.champion()
                        .orElseThrow(() -> new JobException(
                                "There is no champion yet; train one with the pipeline " + HousingPipeline.MODEL));
    }

    private void predict(TrainedModel model, int number) throws JobException, IOException, ModelException {
        try (Artifacts artifacts = context.artifacts()) {
            if (artifacts == null) {
                throw new JobException("There is no directory for the predictions; name one with --artifacts");
            }
            try (Writer out = writer(artifacts, PREDICTIONS);
                    Writer errors = writer(artifacts, ERRORS)) {
                out.write("line,prediction,prediction_usd,lower,upper,coverage,outside_training_range\n");
                errors.write("line,column,actual,expected\n");
                predict(model, number, intervals(model, number), out, errors);
            }
            artifacts.commit();
        }
        log.info("Artifacts saved: " + PREDICTIONS + ", " + ERRORS);
    }

    private ConformalIntervals intervals(TrainedModel model, int number) throws JobException {
        ConformalIntervals own = model.intervals();
        return own.at(config.coverage())
                .orElseThrow(() -> new JobException("key 'coverage': "
                        + Messages.mustBe(
                                "at most " + own.maxCoverage() + ", for which version " + number
                                        + " has enough held-out rows",
                                config.coverage())));
    }

    private void predict(TrainedModel model, int number, ConformalIntervals intervals, Writer out, Writer errors)
            throws JobException, IOException, ModelException {
        try (ProgressInputStream input = ProgressInputStream.open(context);
                FeatureCsvReader csv =
                        FeatureCsvReader.open(input, context.job().inputName())) {
            for (Optional<FeatureCsvReader.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                if (row.get().isValid()) {
                    Prediction prediction = model.predictWithInterval(row.get().features());
                    write(row.get().line(), prediction, intervals.around(prediction.value()), out);
                    notify(row.get(), number, prediction);
                } else {
                    invalid++;
                    for (RowError problem : row.get().errors()) {
                        write(problem, errors);
                    }
                }
                input.complete(predicted + invalid);
            }
        }
        log.info("Data loaded: " + (predicted + invalid) + " rows");
        if (invalid > 0) {
            log.found(Check.INVALID_ROWS.finding(
                    invalid, 0, invalid + " rows are invalid and not predicted, see " + ERRORS));
        }
        outside.forEach((feature, rows) -> log.found(Check.OUT_OF_RANGE.finding(
                rows, 0, feature + " is outside the training range in " + rows + " rows; they are predicted")));
        if (predicted == 0) {
            throw new JobException(context.job().inputName() + ": "
                    + Messages.mustBe(
                            "rows with the eight features",
                            invalid == 0 ? "empty" : "without a valid row: " + firstError));
        }
    }

    private void notify(FeatureCsvReader.Row row, int number, Prediction prediction) {
        String id = context.job().run() + "/" + row.line();
        listener.onPrediction(id, row.key().isEmpty() ? null : row.key(), number, row.features(), prediction);
    }

    private void write(long line, Prediction prediction, Prediction.Interval interval, Writer out) throws IOException {
        predicted++;
        sum += prediction.value();
        StringBuilder warned = new StringBuilder();
        for (OutOfRangeWarning warning : prediction.warnings()) {
            outside.merge(warning.feature().label(), 1L, Long::sum);
            warned.append(warned.isEmpty() ? "" : " ").append(warning.feature().label());
        }
        out.write(line + "," + Doubles.toPlainString(prediction.value()) + ","
                + RoundedDecimal.of(prediction.dollars(), 2) + ","
                + Doubles.toPlainString(interval.lower()) + ","
                + Doubles.toPlainString(interval.upper()) + ","
                + Doubles.toPlainString(interval.coverage()) + "," + warned + "\n");
    }

    private void write(RowError problem, Writer errors) throws IOException {
        if (firstError == null) {
            firstError = problem.message();
        }
        errors.write(problem.number() + "," + CsvText.quoted(problem.feature()) + "," + CsvText.quoted(problem.actual())
                + "," + CsvText.quoted(problem.expected()) + "\n");
    }

    private RunResult metrics(int number) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("model", HousingPipeline.MODEL);
        more.put("predicted_by_version", number);
        more.put("rows_predicted", predicted);
        more.put("rows_invalid", invalid);
        more.put("rows_outside_training_range", outside);
        return new RunResult(
                config.version(),
                predicted + invalid,
                "mean_prediction",
                RoundedDecimal.of(sum / predicted, DECIMALS),
                config.seed(),
                more);
    }

    private static Writer writer(Artifacts artifacts, String name) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(artifacts.create(name), StandardCharsets.UTF_8));
    }
}
