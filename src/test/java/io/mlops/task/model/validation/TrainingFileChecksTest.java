package io.mlops.task.model.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.housing.LabelledRows;
import io.mlops.task.sample.HousingFile;
import io.mlops.task.sample.HousingFile.Damage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check fires where it should, and not on what is near. */
@Concurrent
class TrainingFileChecksTest {
    private static final int CHAMPION = 3;

    /** The sample with its last rows labelled, and their actual values changed. */
    private static HousingCsvReader.ReadResult labelled(int rows, UnaryOperator<List<Double>> change) throws Exception {
        Dataset all = HousingFixtures.sample();
        int[] last = IntStream.range(all.rows() - rows, all.rows()).toArray();
        List<Double> actuals =
                change.apply(Arrays.stream(all.select(last).targets()).boxed().toList());
        List<LabelledRows.Row> labelled = IntStream.range(0, rows)
                .mapToObj(r -> new LabelledRows.Row(
                        all.row(last[r]),
                        actuals.get(r),
                        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(r)))
                .toList();
        Dataset base = all.select(IntStream.range(0, last[0]).toArray());
        byte[] csv = LabelledRows.toCsv(base, labelled);
        return HousingCsvReader.read(new ByteArrayInputStream(csv), "labelled.csv");
    }

    private static List<Finding> ofLabelled(int rows, UnaryOperator<List<Double>> change) throws Exception {
        HousingCsvReader.LabelledPart part = labelled(rows, change).labelled().orElseThrow();
        double[] predicted =
                HousingFixtures.train(HousingFixtures.boosting(100)).model().predict(part.dataset());
        return TrainingFileChecks.ofLabelled(
                part, Optional.of(new TrainingFileChecks.ChampionErrors(CHAMPION, predicted, 0.5)));
    }

    @Test
    void shouldReadLabelledRowsAsTheLastOnesAndSummariseThem() throws Exception {
        HousingCsvReader.ReadResult file = labelled(100, UnaryOperator.identity());
        assertThat(file.dataset().hash()).isEqualTo(HousingFixtures.sample().hash());
        assertThat(file.base().rows()).isEqualTo(1900);
        LabelledRows summary = file.labelled().orElseThrow().summary();
        assertThat(summary.rows()).isEqualTo(100);
        assertThat(summary.to()).isEqualTo(summary.from().plusSeconds(99));
        assertThat(file.report().ignored()).isEmpty();
    }

    @Test
    void shouldFindNothingInRightActualValues() throws Exception {
        assertThat(ofLabelled(300, UnaryOperator.identity())).isEmpty();
        assertThat(ofLabelled(5, UnaryOperator.identity())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100000, 1, target-scale",
        "100000, 300, target-scale",
        "-1, 1, target-scale",
        "10, 10, label-error",
        "0.1, 0, ''",
    })
    void shouldWarnOfAnotherUnitInAFewLabelledRows(double factor, int rows, String check) throws Exception {
        List<Finding> findings = ofLabelled(300, actuals -> IntStream.range(0, actuals.size())
                .mapToObj(r -> r < rows ? factor * actuals.get(r) : actuals.get(r))
                .toList());
        assertThat(warnings(findings)).isEqualTo(check.isEmpty() ? List.of() : warnings(findings));
        assertThat(String.join(",", warnings(findings))).contains(check);
    }

    @Test
    void shouldWarnOfShuffledActualValues() throws Exception {
        assertThat(warnings(ofLabelled(300, actuals -> {
                    List<Double> shuffled = new ArrayList<>(actuals);
                    Collections.shuffle(shuffled, new Random(1));
                    return shuffled;
                })))
                .containsExactly("label-error");
    }

    @Test
    void shouldFindNothingInTheSample() throws Exception {
        assertThat(all(HousingFile.sample())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET_IN_USD,       target-scale",
        "TARGET_NEGATED,      target-scale",
        "TARGET_IN_MILLIONS,  target-scale",
        "TARGET_CONSTANT,     column-constant",
        "MED_INC_CONSTANT,    column-constant",
        "MED_INC_IN_USD,      feature-range",
        "COORDINATES_SWAPPED, feature-range",
    })
    void shouldWarnOfDamageInTheFileAndBesideTheChampion(Damage damage, String check) throws Exception {
        assertThat(warnings(ofFile(damage.file()))).contains(check);
        assertThat(warnings(shift(damage.file()))).contains("data-shift");
    }

    @Test
    void shouldDescribeWhatItFound() throws Exception {
        assertThat(ofFile(Damage.MED_INC_IN_USD.file())).singleElement().satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(2000);
            assertThat(finding.line()).isEqualTo(2);
            assertThat(finding.message())
                    .isEqualTo("MedInc is outside [0, 1000] (median income, 10,000 USD) in 2000 of 2000 rows, first"
                            + " in line 2");
        });
        assertThat(shift(Damage.TARGET_CONSTANT.file())).singleElement().satisfies(finding -> assertThat(
                        finding.message())
                .startsWith("target is not distributed as in the rows that version 3 was trained on: PSI "));
    }

    @ParameterizedTest
    @CsvSource({"20, info", "21, warning"})
    void shouldWarnOfValuesOutsideTheRangeFromMoreThanOnePercentOn(int rows, String severity) throws Exception {
        assertThat(ofFile(HousingFile.sample().first(rows, row -> row[6] = 12)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("feature-range");
                    assertThat(finding.count()).isEqualTo(rows);
                    assertThat(finding.severity().label()).isEqualTo(severity);
                });
        assertThat(ofFile(HousingFile.sample().first(rows, row -> row[HousingFile.TARGET] = 0)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("target-scale");
                    assertThat(finding.severity().label()).isEqualTo(severity);
                });
    }

    @Test
    void shouldNotWarnOfPricesThatOnlyRose() throws Exception {
        assertThat(ofFile(HousingFile.sample().each(row -> row[HousingFile.TARGET] *= 5)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, info", "120, warning"})
    void shouldWarnOfRepeatedRowsFromMoreThanFivePercentOn(int rows, String severity) throws Exception {
        assertThat(ofFile(HousingFile.sample().repeated(rows))).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("duplicate-rows");
            assertThat(finding.count()).isEqualTo(rows);
            assertThat(finding.line()).isEqualTo(2002);
            assertThat(finding.severity().label()).isEqualTo(severity);
        });
    }

    @ParameterizedTest
    @CsvSource({"200, info", "201, warning"})
    void shouldWarnOfBlanksFromMoreThanTenPercentOn(int rows, String severity) throws Exception {
        assertThat(ofFile(HousingFile.sample().first(rows, row -> row[3] = Double.NaN)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo("missing-values");
                    assertThat(finding.severity().label()).isEqualTo(severity);
                });
    }

    @Test
    void shouldNotCallAColumnWithTwoValuesConstant() throws Exception {
        assertThat(warnings(ofFile(Damage.MED_INC_CONSTANT.file().first(1, row -> row[0] = 3.6))))
                .doesNotContain("column-constant");
    }

    @Test
    void shouldWarnOfNoShiftInAHundredSamplesWithoutOne() throws Exception {
        Dataset sample = dataset(HousingFile.sample());
        for (int seed = 0; seed < 100; seed++) {
            int[] drawn = new Random(seed).ints(400, 0, sample.rows()).toArray();
            assertThat(warnings(TrainingFileChecks.shift(sample.select(drawn), sample, CHAMPION)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void shouldNotCompareFewRows() throws Exception {
        Dataset file = dataset(Damage.TARGET_IN_USD.file());
        Dataset few = file.select(IntStream.range(0, 199).toArray());
        Dataset enough = file.select(IntStream.range(0, 200).toArray());
        Dataset champion = dataset(HousingFile.sample());

        assertThat(TrainingFileChecks.shift(few, champion, CHAMPION)).isEmpty();
        assertThat(TrainingFileChecks.shift(enough, champion, CHAMPION)).isNotEmpty();
    }

    private static List<Finding> all(HousingFile file) throws IOException, ModelException {
        return Stream.concat(ofFile(file).stream(), shift(file).stream()).toList();
    }

    private static List<Finding> ofFile(HousingFile file) throws ModelException {
        return TrainingFileChecks.ofFile(read(file));
    }

    private static List<Finding> shift(HousingFile file) throws IOException, ModelException {
        return TrainingFileChecks.shift(dataset(file), dataset(HousingFile.sample()), CHAMPION);
    }

    private static Dataset dataset(HousingFile file) throws ModelException {
        return read(file).dataset();
    }

    private static HousingCsvReader.ReadResult read(HousingFile file) throws ModelException {
        return HousingCsvReader.read(new ByteArrayInputStream(file.bytes()), "data.csv");
    }

    private static List<String> warnings(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(Finding::check)
                .distinct()
                .toList();
    }
}
