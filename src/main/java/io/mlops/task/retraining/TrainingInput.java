package io.mlops.task.retraining;

import io.mlops.task.execution.JobException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.LabelledRows;
import io.mlops.task.model.monitoring.LabelledRow;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.Submission;
import io.mlops.task.run.Upload;
import io.mlops.task.submission.SubmissionException;
import io.mlops.task.submission.SubmissionFactory;
import io.mlops.task.submission.SubmissionRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the submission of a retraining: the champion's configuration, and the base data with the labelled rows after it. The
 * base is a named file, or the input of the run that trained the champion without the labelled rows that it has.
 */
public final class TrainingInput {
    private static final String LABELLED = "labelled";

    private final RunService runs;
    private final RunStore store;
    private final RunAdmission admission;
    private final SubmissionFactory submissions;
    private final ServedModel model;

    public TrainingInput(
            RunService runs, RunStore store, RunAdmission admission, SubmissionFactory submissions, ServedModel model) {
        this.runs = runs;
        this.store = store;
        this.admission = admission;
        this.submissions = submissions;
        this.model = model;
    }

    /**
     * @param file under an input root; null for the input of the run that trained the champion
     * @param overrides keys of the configuration that are replaced
     */
    Submission submission(@Nullable String file, Map<String, String> overrides, Map<String, String> labels)
            throws IOException, JobException {
        Run trained = championTrainingRun();
        if (file == null && trained == null) {
            throw new SubmissionException(
                    SubmissionException.Reason.INVALID_INPUT,
                    "The run that trained the champion no longer exists; name a file as input, or set "
                            + "mlops.models.retrain.input");
        }
        HousingCsvReader.ReadResult base = read(file, trained);
        List<LabelledRows.Row> rows = base == null ? List.of() : newRows(base);
        if (base != null && !rows.isEmpty()) {
            Map<String, String> all = new LinkedHashMap<>(labels);
            all.put(LABELLED, Integer.toString(rows.size()));
            return withLabelled(base, rows, file, trained, request(trained, overrides, all));
        }
        Submission submission = file == null && trained != null
                ? submissions.rerunOf(trained, null)
                : submissions.fromServerFile(request(trained, Map.of(), Map.of()), String.valueOf(file));
        return submissions.withOverrides(submission, overrides).withLabels(labels);
    }

    private Submission withLabelled(
            HousingCsvReader.ReadResult base,
            List<LabelledRows.Row> rows,
            @Nullable String file,
            @Nullable Run trained,
            SubmissionRequest request)
            throws IOException, JobException {
        String name = trained == null || file != null
                ? String.valueOf(file)
                : trained.input().name();
        Upload upload = admission.receive(new ByteArrayInputStream(LabelledRows.toCsv(base.base(), rows)));
        boolean taken = false;
        try {
            Submission submission = submissions.fromUpload(request, name.substring(name.lastIndexOf('/') + 1), upload);
            taken = true;
            return submission;
        } finally {
            if (!taken) {
                upload.close();
            }
        }
    }

    private List<LabelledRows.Row> newRows(HousingCsvReader.ReadResult base) {
        List<LabelledRow> labelled = model.monitor().labelledRows();
        return LabelledRows.withoutRepetitions(
                base.base(),
                labelled.stream()
                        .map(row -> new LabelledRows.Row(row.row().features(), row.actual(), row.at()))
                        .toList());
    }

    /** Returns null if it is not a training file: the run says why. */
    private HousingCsvReader.@Nullable ReadResult read(@Nullable String file, @Nullable Run trained)
            throws IOException {
        if (model.monitor().labelledRows().isEmpty()) {
            return null;
        }
        try (InputStream input = file == null && trained != null
                ? store.input(trained).open()
                : submissions.open(String.valueOf(file))) {
            return HousingCsvReader.read(input, "the base");
        } catch (ModelException | NoSuchFileException e) {
            return null;
        }
    }

    /** With the champion's configuration; with the default one if there is no champion. */
    private SubmissionRequest request(@Nullable Run trained, Map<String, String> overrides, Map<String, String> labels)
            throws IOException {
        String config = trained == null
                ? model.champion()
                        .map(champion -> champion.version().provenance())
                        .map(TrainingInput::yaml)
                        .orElse(null)
                : store.config(trained.id()).readString();
        return new SubmissionRequest(model.name(), config, overrides, labels, null, null);
    }

    private @Nullable Run championTrainingRun() {
        String id = model.champion()
                .map(Champion::version)
                .map(version -> version.provenance().runId())
                .orElse("");
        return RunId.isValid(id) ? runs.find(new RunId(id)) : null;
    }

    /** Returns the effective configuration of a version as YAML: keys with a dot are those of a section. */
    static String yaml(ModelProvenance provenance) {
        Map<String, String> values = new LinkedHashMap<>();
        provenance.configuration().forEach((key, value) -> {
            int dot = key.indexOf('.');
            String scalar = value.contains(", ") && !key.equals("version") ? "[" + value + "]" : value;
            if (key.equals("version")) {
                values.put(key, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
            } else if (dot < 0) {
                values.put(key, scalar);
            } else {
                values.merge(
                        key.substring(0, dot),
                        key.substring(dot + 1) + ": " + scalar,
                        (first, second) -> first + ", " + second);
            }
        });
        StringBuilder yaml = new StringBuilder();
        values.forEach((key, value) -> yaml.append(key)
                .append(": ")
                .append(isSection(key, provenance) ? "{" + value + "}" : value)
                .append('\n'));
        return yaml.toString();
    }

    private static boolean isSection(String key, ModelProvenance provenance) {
        return provenance.configuration().keySet().stream().anyMatch(one -> one.startsWith(key + "."));
    }
}
