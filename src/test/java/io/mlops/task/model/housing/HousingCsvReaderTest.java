package io.mlops.task.model.housing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import io.mlops.task.model.data.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Concurrent
class HousingCsvReaderTest {
    private static final String EIGHT =
            "MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,target\n";
    private static final String ROW = "8.3252,41.0,6.98,1.02,322.0,2.55,37.88,-122.23,4.526\n";
    private static final String TOTALS =
            "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,"
                    + "median_house_value,ocean_proximity\n";
    private static final String TOTALS_ROW = "-122.23,37.88,41.0,880.0,129.0,322.0,126.0,8.3252,452600.0,NEAR BAY\n";

    @TempDir
    private Path directory;

    @Test
    void shouldRejectMoreRowsThanTheHeapHolds() throws Exception {
        ColumnMapping mapping =
                ColumnMapping.of("houses.csv", List.of(EIGHT.strip().split(",")));
        HousingRowReader rows = new HousingRowReader("houses.csv", mapping, 1 << 20);
        String[] fields = ROW.strip().split(",");
        for (int row = 0; row < 262; row++) {
            rows.add(row + 2, fields);
        }
        assertThatThrownBy(() -> rows.add(264, fields))
                .hasMessage("houses.csv: rows must be at most 262 for a heap of 1 MB (-Xmx), was more");
        assertThat(rows.result().dataset().rows()).isEqualTo(262);
    }

    private static HousingCsvReader.ReadResult read(String text) throws ModelException {
        return HousingCsvReader.read(new StringReader(text), "houses.csv");
    }

    @Test
    void shouldReadTheEightFeaturesInAnyOrderOfColumns() throws Exception {
        Dataset dataset = read("target,Longitude,Latitude,AveOccup,Population,AveBedrms,AveRooms,HouseAge,MedInc\n"
                        + "4.526,-122.23,37.88,2.55,322.0,1.02,6.98,41.0,8.3252\n")
                .dataset();
        assertThat(dataset.row(0)).containsExactly(8.3252, 41.0, 6.98, 1.02, 322.0, 2.55, 37.88, -122.23);
        assertThat(dataset.target(0)).isEqualTo(4.526);
    }

    @Test
    void shouldConvertBlockTotalsExactly() throws Exception {
        HousingCsvReader.ReadResult result = read(TOTALS + TOTALS_ROW);
        assertThat(result.dataset().row(0))
                .containsExactly(8.3252, 41.0, 880.0 / 126.0, 129.0 / 126.0, 322.0, 322.0 / 126.0, 37.88, -122.23);
        assertThat(result.dataset().target(0)).isEqualTo(4.526);
        assertThat(result.report().ignored()).containsExactly("ocean_proximity");
    }

    @Test
    void shouldLeaveAMissingFeatureAndCountIt() throws Exception {
        HousingCsvReader.ReadResult result = read(TOTALS + TOTALS_ROW.replace("129.0", "") + TOTALS_ROW);
        assertThat(result.dataset().value(0, Feature.AVE_BEDRMS)).isNaN();
        assertThat(result.report().missing()).isEqualTo(Map.of(Feature.AVE_BEDRMS, new DataQualityReport.Count(1, 2)));
    }

    @Test
    void shouldCountUnusualRowsWithoutDroppingThem() throws Exception {
        DataQualityReport report = read(EIGHT
                        + ROW
                        + ROW
                        + ROW.replace("37.88", "12.0").replace("4.526", "5.00001"))
                .report();
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.duplicates()).isEqualTo(new DataQualityReport.Count(1, 3));
        assertThat(report.implausible()).isEqualTo(Map.of(Feature.LATITUDE, new DataQualityReport.Count(1, 4)));
        assertThat(report.implausibleTargets()).isEqualTo(new DataQualityReport.Count(0, 0));
        assertThat(report.capped()).isEqualTo(1);
    }

    @Test
    void shouldReadWindowsLinesByteOrderMarksQuotesAndBlankLines() throws Exception {
        String windows = "\uFEFF" + EIGHT.replace("MedInc", "\"MedInc\"") + "\n" + ROW + "  \n" + ROW;
        assertThat(read(windows.replace("\n", "\r\n")).dataset().rows()).isEqualTo(2);
    }

    @Test
    void shouldReadACompressedFile() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write((EIGHT + ROW).getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(directory.resolve("houses.csv.gz"), bytes.toByteArray());
        assertThat(HousingCsvReader.read(file).dataset().rows()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheSameNumbersTheSameHashHoweverTheyAreWritten() throws Exception {
        assertThat(read(EIGHT + ROW.replace("322.0", "3.22e2")).dataset().hash())
                .isEqualTo(read(EIGHT + ROW).dataset().hash())
                .isNotEqualTo(
                        read(EIGHT + ROW.replace("322.0", "322.1")).dataset().hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "41.0 | forty | houses.csv, line 3, column HouseAge: must be a finite number, was \"forty\"",
                "4.526 | '' | houses.csv, line 3, column target: must be a finite number, was \"\"",
                "-122.23 | inf | houses.csv, line 3, column Longitude: must be a finite number, was \"inf\"",
                "-122.23 | 1e39 | houses.csv, line 3, column Longitude: must be a number from -3.4e38 to 3.4e38, was \"1e39\"",
                "322.0 | 322.0,1 | houses.csv, line 3: must be 9 fields, as in the header, was 10 fields",
                "',4.526' | '' | houses.csv, line 3: must be 9 fields, as in the header, was 8 fields"
            })
    void shouldReportThePositionOfAnInvalidRow(String part, String with, String message) {
        assertThatThrownBy(() -> read(EIGHT + ROW + ROW.replace(part, with)))
                .isInstanceOf(ModelException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRejectAHouseholdCountOfZero() {
        assertThatThrownBy(() -> read(TOTALS + TOTALS_ROW.replace("126.0", "0")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("households is 0");
    }

    @Test
    void shouldNameAMissingOrRepeatedColumn() {
        assertThatThrownBy(() -> read(EIGHT.replace("AveRooms", "Rooms") + ROW))
                .hasMessageContaining("column AveRooms not found");
        assertThatThrownBy(() -> read(EIGHT.replace("AveRooms", "AveOccup") + ROW))
                .isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> read(EIGHT.replace("\n", ",medinc\n") + ROW))
                .hasMessageContaining("column MedInc must be given once, was given twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "MedInc;HouseAge | the delimiter must be ',', was ';'",
                "PK\u0000\u0001 | not found"
            })
    void shouldRejectOtherFiles(String text, String reason) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ModelException.class).hasMessageContaining(reason);
    }

    @Test
    void shouldRejectAHeaderAlone() {
        assertThatThrownBy(() -> read(EIGHT)).hasMessageContaining("no rows");
    }

    @Test
    void shouldRejectAMissingOrBinaryFile() throws IOException {
        Path binary = Files.write(directory.resolve("binary.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 65});
        assertThatThrownBy(() -> HousingCsvReader.read(binary)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> HousingCsvReader.read(directory.resolve("none.csv")))
                .hasMessageContaining("not found");
    }

    @Test
    void shouldReadBothPublicFormatsToTheSameDatasetExceptMissingValues() throws Exception {
        Dataset eight =
                HousingCsvReader.read(HousingFixtures.publicEightFeatures()).dataset();
        HousingCsvReader.ReadResult totals = HousingCsvReader.read(HousingFixtures.publicBlockTotals());
        assertThat(totals.report().missing()).containsOnlyKeys(Feature.AVE_BEDRMS);
        assertThat(totals.report().missing().get(Feature.AVE_BEDRMS).rows()).isEqualTo(207);
        assertThat(totals.dataset().targets()).containsExactly(eight.targets());
        for (int r = 0; r < eight.rows(); r++) {
            double[] row = totals.dataset().row(r);
            if (Double.isNaN(row[Feature.AVE_BEDRMS.column()])) {
                row[Feature.AVE_BEDRMS.column()] = eight.value(r, Feature.AVE_BEDRMS);
            }
            assertThat(row).containsExactly(eight.row(r));
        }
    }
}
