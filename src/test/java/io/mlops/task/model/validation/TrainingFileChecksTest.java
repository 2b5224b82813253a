package io.mlops.task.model.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.sample.HousingFile;
import io.mlops.task.sample.HousingFile.Damage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check fires where it should, and not on what is near. */
class TrainingFileChecksTest {
    private static final int CHAMPION = 3;

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
