package io.mlops.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.run.RejectionReason;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What documents, alerts and scripts say of constants of the program. */
class DocumentedFactsTest {
    private static final String METRICS_JSON = "execution.MetricsJson";

    /** The first group of each pattern is the number. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            model.drift.ColumnDrift        ~ PSI_ALERT           ~ config/alerts.yml                             ~ drift_psi > (\\S+)
            model.drift.ColumnDrift        ~ PSI_ALERT           ~ config/alerts.yml                             ~ stability index has been above (\\S+)
            model.drift.ColumnDrift        ~ PSI_WARN            ~ config/grafana/dashboards/mlops-task.json     ~ index by column; (\\S+) warns
            model.drift.ColumnDrift        ~ PSI_ALERT           ~ config/grafana/dashboards/mlops-task.json     ~ index by column; \\S+ warns, (\\S+) alerts
            model.drift.ColumnDrift        ~ WASSERSTEIN_WARN    ~ config/grafana/dashboards/mlops-task.json     ~ by column; (\\S+) warns\\.
            model.drift.ColumnDrift        ~ PSI_WARN            ~ src/main/java/io/mlops/task/metrics/DriftMeters.java ~ of a column: (\\S+) warns
            model.drift.ColumnDrift        ~ PSI_ALERT           ~ src/main/java/io/mlops/task/metrics/DriftMeters.java ~ warns, (\\S+) alerts
            model.drift.ColumnDrift        ~ PSI_WARN            ~ src/test/housing/drift                        ~ "psi"] >= (\\S+)
            model.drift.ColumnDrift        ~ PSI_ALERT           ~ src/test/housing/drift                        ~ "psi"] > (\\S+):
            model.drift.ColumnDrift        ~ WASSERSTEIN_WARN    ~ src/test/housing/drift                        ~ distances\\["wasserstein"] > (\\S+)
            model.drift.ColumnDrift        ~ KS_SIGNIFICANCE     ~ src/test/housing/drift                        ~ "ksPValue"] < (\\S+)
            model.drift.ColumnDrift        ~ PSI_WARN            ~ docs/housing.md                               ~ level warn from a PSI of (\\S+)
            model.drift.ColumnDrift        ~ PSI_ALERT           ~ docs/housing.md                               ~ and alert above (\\S+),
            model.drift.ColumnDrift        ~ WASSERSTEIN_WARN    ~ docs/housing.md                               ~ Wasserstein distance above (\\S+)
            model.drift.ColumnDrift        ~ KS_SIGNIFICANCE     ~ docs/housing.md                               ~ Smirnov p-value below (\\S+)
            model.drift.ColumnDrift        ~ MIN_ROWS            ~ docs/housing.md                               ~ Below (\\S+) recent rows
            model.drift.ColumnDrift        ~ MIN_ROWS            ~ docs/housing.md                               ~ From (\\S+) rows on
            model.drift.ColumnDrift        ~ MIN_ROWS            ~ docs/housing.md                               ~ absent below (\\S+) rows
            model.monitoring.JointDrift    ~ WARN                ~ docs/housing.md                               ~ Above (\\S+) is level warn
            model.monitoring.JointDrift    ~ ALERT               ~ docs/housing.md                               ~ level warn, above (\\S+) alert
            model.monitoring.JointDrift    ~ ALERT               ~ config/alerts.yml                             ~ joint_auc > (\\S+)
            model.monitoring.JointDrift    ~ ALERT               ~ config/grafana/dashboards/mlops-task.json     ~ if it cannot, above (\\S+) an alert
            model.monitoring.JointDrift    ~ ALERT               ~ src/main/java/io/mlops/task/metrics/DriftMeters.java ~ training rows: (\\S+) alerts
            model.monitoring.ModelMonitor  ~ MIN_ROWS_PER_PART   ~ docs/housing.md                               ~ but at least (\\S+) rows
            model.housing.FeatureRows      ~ MAX_KEY_LENGTH      ~ docs/housing.md                               ~ up to (\\S+) characters
            model.data.RecordSizeLimitReader ~ MAX_CHARACTERS    ~ docs/housing.md                               ~ lines or (\\S+) characters
            model.data.CsvRecordReader     ~ MAX_LINES           ~ docs/housing.md                               ~ more than (\\S+) lines or
            model.validation.TrainingFileChecks ~ MIN_MEDIAN_TARGET ~ docs/housing.md                            ~ median is outside (\\S+) to
            model.validation.TrainingFileChecks ~ MAX_MEDIAN_TARGET ~ docs/housing.md                            ~ median is outside \\S+ to (\\S+)
            model.validation.TrainingFileChecks ~ MAX_LABEL_ERROR ~ docs/housing.md                              ~ by more than (\\S+) times its RMSE
            model.validation.TrainingFileChecks ~ MIN_LABELLED   ~ docs/housing.md                               ~ or from (\\S+) on, its RMSE
            model.validation.TrainingFileChecks ~ MIN_LABELLED   ~ docs/housing.md                               ~ in all rows from (\\S+) on
            quality.TimeSteps              ~ MIN_USUAL           ~ docs/data.md                                  ~ occurs at least (\\S+) times
            quality.PriceChecks            ~ MAX_FACTOR          ~ docs/data.md                                  ~ by a factor of (\\S+) or more
            quality.PriceChecks            ~ FLAT_RUN            ~ docs/data.md                                  ~ (\\S+) or more consecutive rows
            csv.ReferenceRowParser         ~ LONG_RECORD         ~ docs/data.md                                  ~ more than (\\S+) lines; more
            csv.ReferenceRowParser         ~ MAX_RECORD_LINES    ~ docs/data.md                                  ~ lines; more than (\\S+) are an error
            csv.GroupIds                   ~ MAX_GROUPS          ~ docs/data.md                                  ~ may be (\\S+) groups
            csv.HeaderSearch               ~ MAX_LINES           ~ docs/data.md                                  ~ one of the first (\\S+) lines
            csv.HeaderSearch               ~ MAX_LINES           ~ README.md                                     ~ the first of the first (\\S+) lines
            csv.Header ~ MAX_COLUMNS ~ docs/operations.md ~ columns of its header \\| (\\S+) \\|
            http.upload.MultipartForm ~ MAX_PARTS ~ docs/operations.md ~ a form \\| (\\S+) parts
            execution.ConfigSchema$ConfigKey ~ MAX_LENGTH ~ docs/operations.md ~ a text in a configuration \\| (\\S+) characters
            execution.ConfigSchema$ConfigKey ~ MAX_ITEMS ~ docs/operations.md ~ a list in a configuration \\| (\\S+) values
            submission.SubmissionFactory ~ MAX_LABELS ~ docs/operations.md ~ labels of a run \\| (\\S+) with
            submission.SubmissionFactory ~ MAX_LABEL_KEY_LENGTH ~ docs/operations.md ~ with names of (\\S+) and
            submission.SubmissionFactory ~ MAX_LABEL_LENGTH ~ docs/operations.md ~ and values of (\\S+) characters
            submission.SubmissionFactory ~ MAX_FILE_NAME_LENGTH ~ docs/operations.md ~ an uploaded file \\| (\\S+) characters
            run.Callback ~ MAX_URL_LENGTH ~ docs/operations.md ~ of a callback \\| (\\S+) characters
            execution.RunLog ~ MAX_FINDINGS ~ docs/operations.md ~ findings of a run \\| (\\S+) the log
            http.runs.RunComparison ~ MAX_RUNS ~ docs/operations.md ~ a comparison \\| (\\S+) runs
            http.runs.RunsResource ~ MAX_PAGE_SIZE ~ docs/operations.md ~ GET /runs` \\| (\\S+) runs
            http.runs.SeriesResource ~ MAX_POINTS ~ docs/operations.md ~ points of a plot \\| (\\S+)
            http.runs.PreferHeader ~ MAX_WAIT_SECONDS ~ docs/operations.md ~ Prefer: wait` \\| (\\S+) seconds
            """)
    void shouldBeTheConstant(String type, String constant, String file, String pattern) throws Exception {
        Matcher found = Pattern.compile(pattern).matcher(words(file));

        assertThat(found.find()).as(pattern).isTrue();
        String number = found.group(1).replaceAll("[^0-9.]|\\.$", "");
        assertThat(new BigDecimal(number))
                .as(found.group())
                .isEqualByComparingTo(constant(type, constant).toString());
    }

    /** Percentages of the table of checks. */
    @ParameterizedTest
    @CsvSource({
        "model.housing.Dataset, MAX_IMPLAUSIBLE, docs/housing.md, info up to (\\S+) % of the rows; or",
        "model.housing.Dataset, MAX_IMPLAUSIBLE, docs/housing.md, at most (\\S+) % \\|",
        "model.validation.TrainingFileChecks, MAX_DUPLICATES, docs/housing.md, info up to (\\S+) % \\|",
        "model.validation.TrainingFileChecks, MAX_MISSING, docs/housing.md, warning above (\\S+) %",
        "csv.OrderedRowConsumer, CUT_OFF_JUMP, docs/data.md, a price more than (\\S+) % off",
        "quality.TimeSteps, MIN_USUAL_SHARE, docs/data.md, times and in (\\S+) % of all",
    })
    void shouldBeTheConstantInPercent(String type, String constant, String file, String pattern) throws Exception {
        Matcher found = Pattern.compile(pattern).matcher(words(file));

        assertThat(found.find()).as(pattern).isTrue();
        assertThat(Double.parseDouble(found.group(1)) / 100)
                .as(found.group())
                .isEqualTo(((Number) constant(type, constant)).doubleValue());
    }

    @Test
    void shouldBeTheGateOfTheServiceInABatchAndInTheDocument() throws Exception {
        Map<String, String> service = new TreeMap<>();
        for (Method method :
                Class.forName("io.mlops.task.service.Settings$PromotionGate").getDeclaredMethods()) {
            service.put(
                    method.getName(), method.getAnnotation(WithDefault.class).value());
        }
        Map<String, String> batch = new TreeMap<>();
        PromotionGate gate = PromotionGate.defaults();
        for (RecordComponent part : PromotionGate.class.getRecordComponents()) {
            if (part.getType() != PromotionGate.Floors.class) {
                batch.put(part.getName(), part.getAccessor().invoke(gate).toString());
            }
        }
        for (RecordComponent part : PromotionGate.Floors.class.getRecordComponents()) {
            batch.put(part.getName(), part.getAccessor().invoke(gate.floors()).toString());
        }

        assertThat(batch).isEqualTo(service);
        String document = words("docs/housing.md");
        service.forEach((name, value) -> assertThat(document)
                .contains(
                        "`" + name.replaceAll("([A-Z0-9]+)", "-$1").toLowerCase(Locale.ROOT) + "` | " + value + " |"));
    }

    @Test
    void shouldNameTheNonDeterministicKeys() throws Exception {
        List<?> keys = (List<?>) constant(METRICS_JSON, "NON_DETERMINISTIC_KEYS");
        String some = sequence(keys.subList(1, keys.size()));

        assertThat(keys.get(0)).isEqualTo("latency_ms");
        assertThat(words("src/main/java/io/mlops/task/http/runs/RunView.java")).containsPattern(sequence(keys));
        assertThat(words("ARCHITECTURE.md")).containsPattern(sequence(keys));
        assertThat(words("src/test/housing/check-reference")).containsPattern(sequence(keys));
        assertThat(words("docs/housing.md")).containsPattern(some);
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void shouldRejectWithTheTypeOfAProblem(RejectionReason reason) {
        assertThat(ProblemDetails.Type.valueOf(reason.name()).label()).isEqualTo(reason.label());
    }

    private static String sequence(List<?> keys) {
        return keys.stream()
                        .map(Object::toString)
                        .reduce((a, b) -> a + "\\W+(and\\W+)?" + b)
                        .orElseThrow() + "\\b";
    }

    /** Returns the file with single blanks for white space. */
    private static String words(String file) throws Exception {
        return Files.readString(Path.of(file)).replaceAll("\\s+", " ");
    }

    private static Object constant(String type, String name) throws Exception {
        Field field = Class.forName("io.mlops.task." + type).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}
