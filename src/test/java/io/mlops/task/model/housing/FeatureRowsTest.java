package io.mlops.task.model.housing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.TrainedModel;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {
    private static Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        double value = 1;
        for (String title : Feature.labels()) {
            row.put(title, value++);
        }
        return row;
    }

    @SafeVarargs
    private static FeatureRows rows(Map<String, Object>... rows) throws InvalidRowsException {
        FeatureRows.Builder builder = new FeatureRows.Builder();
        for (Map<String, Object> row : rows) {
            builder.add(row);
        }
        return builder.build();
    }

    @Test
    void shouldAcceptFeaturesInAnyOrderAndSpelling() throws Exception {
        Map<String, Object> row = row();
        row.remove("MedInc");
        row.put("med_inc", 7);
        FeatureRows rows = rows(row);
        assertThat(rows.rows()[0]).containsExactly(7, 2, 3, 4, 5, 6, 7, 8);
        assertThat(rows.unknown()).isEmpty();
    }

    @Test
    void shouldNameEveryInvalidRowAndFeature() {
        Map<String, Object> second = row();
        second.remove("AveRooms");
        second.put("Population", "322");
        Map<String, Object> third = row();
        third.put("Latitude", null);
        third.put("HouseAge", true);
        assertThatThrownBy(() -> rows(row(), second, third))
                .isInstanceOfSatisfying(InvalidRowsException.class, invalid -> assertThat(invalid.errors())
                        .extracting(RowError::message)
                        .containsExactly(
                                "row 2, Population: must be a finite number (people in the block group), was the text \"322\"",
                                "row 2, AveRooms: must be a number (rooms per household), was missing",
                                "row 3, HouseAge: must be a finite number (median age of houses, years), was true",
                                "row 3, Latitude: must be a finite number (degrees north), was null"));
    }

    @Test
    void shouldKeepTheFirstErrorsAndCountAll() {
        FeatureRows.Builder builder = new FeatureRows.Builder();
        for (int row = 0; row < 1000; row++) {
            builder.add(Map.of());
        }
        assertThatThrownBy(builder::build)
                .hasMessageStartingWith("8000 invalid value(s): row 1, MedInc: must be ")
                .isInstanceOfSatisfying(InvalidRowsException.class, invalid -> {
                    assertThat(invalid.errors()).hasSize(100);
                    assertThat(invalid.count()).isEqualTo(8000);
                });
    }

    @Test
    void shouldKeepTheFirstErrorsOfACsv() throws Exception {
        String text = String.join(",", Feature.labels()) + "\n" + ",,,,,,,\n".repeat(1000);
        try (FeatureCsvReader csv = FeatureCsvReader.open(new StringReader(text), "rows")) {
            assertThatThrownBy(csv::readAll).isInstanceOfSatisfying(InvalidRowsException.class, invalid -> {
                assertThat(invalid.errors()).hasSize(100);
                assertThat(invalid.count()).isEqualTo(8000);
            });
        }
    }

    @Test
    void shouldKeepSomeUnknownNames() throws Exception {
        Map<String, Object> row = row();
        for (int name = 0; name < 1000; name++) {
            row.put("unknown" + name, 0);
        }
        row.put("x".repeat(1000), 0);
        assertThat(rows(row).unknown()).hasSize(100).allMatch(name -> name.length() <= 101);
        String header = String.join(",", row.keySet());
        try (FeatureCsvReader csv = FeatureCsvReader.open(new StringReader(header + "\n"), "rows")) {
            assertThat(csv.readAll().unknown()).hasSize(100);
        }
    }

    @Test
    void shouldExcerptAHeaderWithoutTheFeatures() {
        assertThatThrownBy(() -> FeatureCsvReader.open(new StringReader("abcdefghij,".repeat(10_000)), "rows"))
                .hasMessageContaining("(10001 columns)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    @Test
    void shouldRejectNonFiniteValues() {
        Map<String, Object> row = row();
        row.put("MedInc", Double.NaN);
        assertThatThrownBy(() -> rows(row))
                .hasMessageContaining("MedInc: must be a finite number (median income, 10,000 USD), was NaN");
    }

    @Test
    void shouldReportUnknownNames() throws Exception {
        Map<String, Object> row = row();
        row.put("ocean_proximity", "INLAND");
        assertThat(rows(row).unknown()).containsExactly("ocean_proximity");
    }

    @Test
    void shouldReadRowsToPredictFromCsvInBothFormats() throws Exception {
        String eight = String.join(",", Feature.labels()) + "\n1,2,3,4,5,6,7,8\n\n";
        String totals = "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,"
                + "median_income\n8,7,2,6,8,5,2,1\n";
        try (FeatureCsvReader csv = FeatureCsvReader.open(new StringReader(eight), "rows")) {
            assertThat(csv.readAll().rows()).isDeepEqualTo(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}});
        }
        try (FeatureCsvReader csv = FeatureCsvReader.open(new StringReader(totals), "rows")) {
            assertThat(csv.readAll().rows()).isDeepEqualTo(new double[][] {{1, 2, 3, 4, 5, 2.5, 7, 8}});
        }
    }

    @Test
    void shouldContinueAfterACsvRowThatCannotBePredicted() throws Exception {
        String text =
                String.join(",", Feature.labels()) + "\n1,2,3,4,5,6,7, NA \n1,2\n1,2,3,4,x,6,7,8\n1,2,3,4,5,6,7,8\n";
        try (FeatureCsvReader csv = FeatureCsvReader.open(new StringReader(text), "rows")) {
            assertThat(csv.next().orElseThrow().errors())
                    .containsExactly(new RowError(RowError.Place.LINE, 2, "Longitude", "a finite number", "missing"));
            assertThat(csv.next().orElseThrow().errors())
                    .containsExactly(
                            new RowError(RowError.Place.LINE, 3, "", "8 fields, as in the header", "2 fields"));
            assertThat(csv.next().orElseThrow().errors())
                    .containsExactly(new RowError(RowError.Place.LINE, 4, "Population", "a finite number", "\"x\""));
            assertThat(csv.next().orElseThrow().isValid()).isTrue();
            assertThat(csv.next()).isEmpty();
        }
    }

    @Test
    void shouldPredictWithAnIntervalAndWarnOutsideTheTrainingRange() throws Exception {
        TrainedModel model = HousingFixtures.train(HousingFixtures.boosting(20)).model();
        double[] row = HousingFixtures.split().train().row(0);
        assertThat(model.predictWithInterval(row).warnings()).isEmpty();
        assertThat(model.predictWithInterval(row)
                        .interval()
                        .contains(model.predictWithInterval(row).value()))
                .isTrue();
        double[] outlier = row.clone();
        outlier[Feature.AVE_OCCUP.column()] = 1_243;
        Prediction prediction = model.predictWithInterval(outlier);
        assertThat(prediction.warnings()).singleElement().satisfies(warning -> assertThat(warning.message())
                .startsWith("AveOccup 1243.0 is outside the training range ["));
        assertThat(prediction.dollars()).isEqualTo(prediction.value() * 100_000);
    }
}
