package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlops.task.Concurrent;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.drift.DriftScores;
import io.mlops.task.model.drift.ReferenceColumn;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class DriftTest {
    private static final UnaryOperator<double[]> UNCHANGED = UnaryOperator.identity();

    private static Dataset all;
    private static DriftReference reference;
    private static TrainedModel model;
    private static double[] predictions;

    @BeforeAll
    static void train() throws ModelException {
        all = HousingFixtures.sample();
        model = HousingFixtures.train(HousingFixtures.linear()).model();
        predictions = model.predict(all);
        TrainTestSplit split = HousingFixtures.split();
        reference = DriftReference.of(split.train(), model.predict(split.heldOut()));
    }

    /** Rows drawn from the whole sample, each changed on its way. */
    private static DriftReport drift(int rows, long seed, UnaryOperator<double[]> change) {
        Random random = new Random(seed);
        PredictionWindow window = PredictionWindow.of(rows);
        for (int i = 0; i < rows; i++) {
            int index = random.nextInt(all.rows());
            double[] row = change.apply(all.row(index));
            window.add(row, change == UNCHANGED ? predictions[index] : model.predict(row));
        }
        return reference.compare(window.snapshot());
    }

    private static UnaryOperator<double[]> shifted(Feature feature, double deviations) {
        double deviation = ReferenceColumn.of("", all.column(feature)).deviation();
        return row -> {
            row[feature.column()] += deviations * deviation;
            return row;
        };
    }

    private static ColumnDrift column(DriftReport report, String name) {
        return report.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldMeasureAsScipyAndNumpy() {
        double[] a =
                IntStream.range(0, 101).mapToDouble(i -> i * 37 % 101 / 10.0).toArray();
        double[] b = IntStream.range(0, 60)
                .mapToDouble(i -> i * 53 % 97 / 8.0)
                .sorted()
                .toArray();
        DriftScores scores = DriftScores.of(ReferenceColumn.of("a", a), b);
        assertThat(scores.ksStatistic()).isCloseTo(0.15676567656765678, within(1e-12));
        assertThat(scores.ksPValue()).isCloseTo(0.2752236230918204, within(1e-9));
        assertThat(scores.wasserstein()).isCloseTo(0.7225371287128712 / 2.9154759474226504, within(1e-12));
        assertThat(scores.psi()).isCloseTo(0.131224954640197, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 199})
    void shouldReportInsufficientDataForFewRows(int rows) {
        PredictionWindow window = PredictionWindow.of(1_000);
        IntStream.range(0, rows).forEach(i -> window.add(new double[Feature.count()], 1e6));
        DriftReport report = reference.compare(window.snapshot());
        assertThat(report.level()).isEqualTo(DriftLevel.INSUFFICIENT_DATA);
        assertThat(report.rows()).isEqualTo(rows);
        assertThat(report.columns()).isEmpty();
    }

    /** Nine columns with p below 0.001 each give a false warning at most once in a hundred reports, and never an alert. */
    @ParameterizedTest
    @CsvSource({"1000, 2", "5000, 2"})
    void shouldRarelyWarnAndNeverAlertInAHundredSeedsWithoutAShift(int rows, int maxWarnings) {
        Map<DriftLevel, Integer> levels = levels(rows);
        assertThat(levels).doesNotContainKeys(DriftLevel.ALERT, DriftLevel.INSUFFICIENT_DATA);
        assertThat(levels.getOrDefault(DriftLevel.WARN, 0)).isLessThanOrEqualTo(maxWarnings);
    }

    /** With so few rows, PSI of ten bins is 0.05 without any drift, so that a warning at 0.10 is not rare. */
    @Test
    void shouldNeverAlertOnTheFewestRowsInAHundredSeedsWithoutAShift() {
        assertThat(levels(ColumnDrift.MIN_ROWS)).doesNotContainKey(DriftLevel.ALERT);
    }

    private static Map<DriftLevel, Integer> levels(int rows) {
        Map<DriftLevel, Integer> levels = new EnumMap<>(DriftLevel.class);
        for (long seed = 0; seed < 100; seed++) {
            levels.merge(drift(rows, seed, UNCHANGED).level(), 1, Integer::sum);
        }
        return levels;
    }

    @ParameterizedTest
    @CsvSource({
        "MED_INC, 0.05, STABLE",
        "MED_INC, 0.25, WARN",
        "MED_INC, 1.0, ALERT",
        "LATITUDE, 1.0, ALERT",
        "AVE_ROOMS, 0.02, STABLE",
        "AVE_ROOMS, -0.8, ALERT"
    })
    void shouldDetectAShiftOfKnownSizeInItsFeatureOnly(Feature feature, double deviations, DriftLevel expected) {
        DriftReport report = drift(2_000, 7, shifted(feature, deviations));
        ColumnDrift drifted = column(report, feature.label());
        assertThat(drifted.level()).isEqualTo(expected);
        assertThat(drifted.scores().wasserstein()).isCloseTo(Math.abs(deviations), within(0.1));
        assertThat(report.columns())
                .filteredOn(column -> Feature.find(column.name()).isPresent() && column != drifted)
                .allMatch(column -> column.level() == DriftLevel.STABLE);
    }

    private static JointDrift joint(int rows, long seed, UnaryOperator<double[][]> change) throws ModelException {
        Random random = new Random(seed);
        double[][] drawn = IntStream.range(0, rows)
                .mapToObj(i -> all.row(random.nextInt(all.rows())))
                .toArray(double[][]::new);
        return reference.joint(new PredictionWindow.Snapshot(change.apply(drawn), new double[rows]));
    }

    /** The script src/test/housing/drift has a hundred seeds. */
    @Test
    void shouldNotTellUnshiftedRowsFromTheReference() throws Exception {
        for (int rows : new int[] {ColumnDrift.MIN_ROWS, 1_000}) {
            for (long seed = 0; seed < 4; seed++) {
                assertThat(joint(rows, seed, rowsAsDrawn -> rowsAsDrawn).level())
                        .isEqualTo(DriftLevel.STABLE);
            }
        }
    }

    /** No column changes: each house has the place of another. */
    @Test
    void shouldFindHousesThatAreElsewhere() throws Exception {
        UnaryOperator<double[][]> moved = rows -> {
            double[][] there = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
            for (int r = 0; r < rows.length; r++) {
                there[r][Feature.LATITUDE.column()] = rows[(r + 1) % rows.length][Feature.LATITUDE.column()];
            }
            return there;
        };
        assertThat(joint(1_000, 1, moved).level()).isEqualTo(DriftLevel.ALERT);
    }

    @Test
    void shouldTellRowsWithValuesBeyondTheRangeOfFloats() throws Exception {
        assertThat(joint(ColumnDrift.MIN_ROWS, 1, rows -> {
                    for (int r = 0; r < rows.length; r++) {
                        rows[r] = rows[r].clone();
                        rows[r][0] = r % 2 == 0 ? 1e300 : -Double.MAX_VALUE;
                    }
                    return rows;
                }))
                .extracting(JointDrift::level)
                .isEqualTo(DriftLevel.ALERT);
    }

    @Test
    void shouldMeasureTheAreaUnderTheCurve() {
        double[] classes = {0, 0, 1, 1};
        assertThat(JointDrift.auc(classes, new double[] {0.1, 0.4, 0.35, 0.8})).isEqualTo(0.75);
        assertThat(JointDrift.auc(classes, new double[] {1, 1, 1, 1})).isEqualTo(0.5);
        assertThat(JointDrift.auc(classes, new double[] {1, 2, 3, 4})).isEqualTo(1);
    }

    @Test
    void shouldSampleTheRowsOfAPeriodHoweverManyThereAre() {
        TimedWindow window = TimedWindow.of(Duration.ofHours(12), 10);
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        for (int minute = 0; minute < 24 * 60; minute++) {
            window.add(new double[Feature.count()], minute, begin.plus(Duration.ofMinutes(minute)));
        }
        double[] sampled =
                window.snapshot(begin.plus(Duration.ofMinutes(24 * 60 - 1))).predictions();
        assertThat(sampled).hasSize(120).doesNotHaveDuplicates();
        assertThat(Arrays.stream(sampled).min().orElseThrow()).isGreaterThanOrEqualTo(12 * 60);
        assertThat(Arrays.stream(sampled).filter(minute -> minute >= 23 * 60).count())
                .isEqualTo(10);
        assertThat(window.snapshot(begin.plus(Duration.ofHours(30))).predictions())
                .hasSize(50);
        assertThat(window.snapshot(begin.plus(Duration.ofHours(36))).predictions())
                .isEmpty();
    }

    @Test
    void shouldMonitorThePredictions() {
        DriftReport report = drift(2_000, 7, shifted(Feature.MED_INC, 1));
        assertThat(column(report, "prediction").level()).isEqualTo(DriftLevel.ALERT);
        assertThat(report.level()).isEqualTo(DriftLevel.ALERT);
    }

    @Test
    void shouldReportBothDistributions() {
        ColumnDrift income = column(drift(500, 1, UNCHANGED), "MedInc");
        assertThat(income.edges()).isSorted().hasSize(19);
        assertThat(income.reference().stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9));
        assertThat(income.recent().stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void shouldHandleAConstantColumn() {
        ReferenceColumn constant = ReferenceColumn.of("c", new double[300]);
        assertThat(DriftScores.of(constant, new double[250])).isEqualTo(new DriftScores(0, 0, 1, 0));
        double[] ones = IntStream.range(0, 250).mapToDouble(i -> 1).toArray();
        assertThat(ColumnDrift.of(constant, ones).level()).isEqualTo(DriftLevel.WARN);
    }
}
