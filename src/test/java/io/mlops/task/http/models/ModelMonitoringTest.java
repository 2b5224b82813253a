package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.http.endpoint.Endpoints;
import io.mlops.task.profile.RetrainingProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RetrainingProfile.class)
class ModelMonitoringTest {
    @Inject
    Endpoints endpoints;

    @ConfigProperty(name = "mlops.data")
    Path data;

    private int champion;

    @BeforeEach
    void train() {
        RetrainingProfile.startCooldown();
        champion = HousingVersions.boostedIsChampion().boosted();
    }

    @Test
    void shouldReportNoDriftForTrainingRowsAndDriftForHigherIncomes() throws Exception {
        predictSample(1);
        given().get("/models/housing/drift")
                .then()
                .statusCode(200)
                .body("rows", equalTo(RetrainingProfile.DRIFT_WINDOW))
                .body("level", equalTo("stable"))
                .body("columns", hasSize(9))
                .body("columns[0].name", equalTo("MedInc"))
                .body("columns[0].scores.psi", notNullValue())
                .body("columns[0].recent", hasSize(20))
                .body("joint.level", equalTo("stable"))
                .body("time.period", equalTo("PT24H"))
                .body("time.columns", hasSize(9));
        predictSample(2);
        JsonPath drifted = given().get("/models/housing/drift").jsonPath();
        assertThat(drifted.getString("level")).isEqualTo("alert");
        assertThat(drifted.getString("columns[0].level")).isEqualTo("alert");
        assertThat(drifted.getString("columns[1].level")).isEqualTo("stable");
        Service.await().untilAsserted(() -> assertThat(Service.metrics())
                .containsPattern("mlops_model_drift_level\\{model=\"housing\",window=\"rows\"\\} 3\\.0"));
        assertThat(Service.metrics())
                .containsPattern(
                        "mlops_model_drift_psi\\{column=\"MedInc\",model=\"housing\",window=\"rows\"\\} \\d+\\.\\d+")
                .containsPattern(
                        "mlops_model_drift_ks_statistic\\{column=\"MedInc\",model=\"housing\",window=\"time\"\\} 0\\.\\d+")
                .contains(
                        "mlops_model_drift_wasserstein", "mlops_model_drift_ks_p_value", "mlops_model_drift_joint_auc")
                .containsPattern("mlops_model_champion_version\\{model=\"housing\"\\} " + champion + "\\.0")
                .containsPattern("mlops_model_held_out_rmse\\{model=\"housing\"\\} 0\\.\\d+")
                .contains("mlops_model_prediction_value_bucket", "mlops_model_prediction_duration_seconds_bucket")
                .doesNotContainPattern("mlops_\\S+ NaN");
    }

    @Test
    void shouldCountAcceptedAndRejectedRequests() {
        String before = Service.metrics();
        given().contentType(ContentType.JSON)
                .body(HousingRequests.with("MedInc", "900"))
                .post("/predict");
        given().contentType(ContentType.JSON)
                .body(HousingRequests.with("MedInc", "null"))
                .post("/predict");

        String after = Service.metrics();
        for (String series : new String[] {
            "mlops_model_requests_total{model=\"housing\",outcome=\"success\"",
            "mlops_model_requests_total{model=\"housing\",outcome=\"rejected\"",
            "mlops_model_out_of_range_values_total{feature=\"MedInc\",model=\"housing\""
        }) {
            assertThat(value(after, series) - value(before, series)).as(series).isEqualTo(1);
        }
    }

    /** @param series without the end of its labels, before which there may be a comma */
    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void shouldScoreActualValuesThatArePostedLater() {
        HousingVersions.newChampion();
        JsonPath prediction = given().contentType(ContentType.JSON)
                .body(HousingRequests.ONE)
                .post("/predict")
                .jsonPath();
        double truth = prediction.getDouble("prediction") + 0.5;
        given().contentType(ContentType.JSON)
                .body("[{\"id\": \"" + prediction.getString("id") + "\", \"actual\": " + truth
                        + "}, {\"id\": \"other\", \"actual\": 1}]")
                .post("/models/housing/actuals")
                .then()
                .statusCode(200)
                .body("matched", equalTo(1))
                .body("unknown", equalTo(List.of("other")))
                .body("live.rows", equalTo(1));

        JsonPath performance = given().get("/models/housing/metrics").jsonPath();
        assertThat(performance.getDouble("live.rmse")).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(performance.getList("versions")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(performance.getDouble("heldOut.rmse")).isPositive();
        Service.await().untilAsserted(() -> assertThat(Service.metrics())
                .containsPattern("mlops_model_live_rmse\\{model=\"housing\"\\} 0\\.[45]")
                .containsPattern("mlops_model_live_rows\\{model=\"housing\"\\} 1\\.0"));
    }

    @Test
    void shouldTakeActualValuesByTheCallersKeyAndByTheIdOfAnInference() {
        HousingVersions.newChampion();
        given().contentType(ContentType.JSON)
                .body(HousingRequests.with("Longitude", "-118.2, \"key\": \"house 1\""))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("ignored", equalTo(null));
        String id = given().contentType(ContentType.JSON)
                .body("{\"inputs\": [{\"name\": \"features\", \"datatype\": \"FP64\", \"shape\": [2, 8], \"data\": "
                        + "[3.5, 30, 5.5, 1.05, 1200, 2.8, 34.1, -118.2, 4.5, 20, 6, 1.02, 900, 2.9, 37.7, -122.2]}]}")
                .post("/v2/models/housing/infer")
                .jsonPath()
                .getString("id");
        given().contentType(ContentType.JSON)
                .body("[{\"id\": \"house 1\", \"actual\": 250000}, {\"id\": \"" + id
                        + "/0\", \"actual\": 2.5}, {\"id\": \"" + id + "/1\", \"actual\": 3.5}]")
                .post("/models/housing/actuals")
                .then()
                .statusCode(200)
                .body("matched", equalTo(3))
                .body("implausible", equalTo(1));
        given().contentType(ContentType.JSON)
                .body("{\"id\": \"house 1\", \"actual\": null}")
                .post("/models/housing/actuals")
                .then()
                .body("implausible", equalTo(0))
                .body("live.rows", equalTo(2))
                .body("live.nominalCoverage", equalTo(0.9f))
                .body("live.regions.region", equalTo(List.of("los_angeles", "san_francisco")));
        Service.await().untilAsserted(() -> assertThat(Service.metrics())
                .containsPattern("mlops_model_live_interval_coverage\\{model=\"housing\"\\} \\d")
                .contains("mlops_model_interval_coverage{model=\"housing\"} 0.9")
                .contains("mlops_model_live_region_rows{model=\"housing\",region=\"san_francisco\"} 1.0"));
    }

    @Test
    void shouldWatchTheRowsOfABatchRun() throws Exception {
        HousingVersions.newChampion();
        String id = Service.ended(given().multiPart("pipeline", "housing-predict")
                        .multiPart("file", "rows.csv", Files.readAllBytes(Path.of("sample-data/housing.csv"))))
                .getString("id");
        given().get("/models/housing/drift")
                .then()
                .body("rows", equalTo(RetrainingProfile.DRIFT_WINDOW))
                .body("level", equalTo("stable"));
        given().contentType(ContentType.JSON)
                .body("{\"id\": \"" + id + "/2\", \"actual\": 2.5}")
                .post("/models/housing/actuals")
                .then()
                .body("matched", equalTo(1))
                .body("live.rows", equalTo(1));
    }

    @Test
    void shouldRejectAnActualValueThatIsNotANumber() {
        given().contentType(ContentType.JSON)
                .body("[{\"id\": \"a\", \"actual\": \"2\"}]")
                .post("/models/housing/actuals")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("row 1"));
    }

    @Test
    void shouldLogPredictions() throws Exception {
        String id = given().contentType(ContentType.JSON)
                .body(HousingRequests.ONE)
                .post("/predict")
                .jsonPath()
                .getString("id");
        Path log = data.resolve("requests/housing.jsonl");
        Service.await().untilAsserted(() -> assertThat(log).content().contains(id));
        String line = Files.readString(log)
                .lines()
                .filter(one -> one.contains(id))
                .findFirst()
                .orElseThrow();
        assertThat(new JsonPath(line).getDouble("MedInc")).isEqualTo(3.5);
    }

    @Test
    void shouldDescribeEveryOperationWithItsProblems() {
        Map<String, Map<String, Map<String, Object>>> paths =
                given().get("/openapi?format=json").jsonPath().getMap("paths");
        assertThat(paths)
                .containsKeys(
                        "/predict",
                        "/batch_predict",
                        "/models",
                        "/models/{name}/drift",
                        "/models/{name}/retrain",
                        "/v2/models/{name}/versions/{version}/infer");
        paths.forEach((path, operations) -> {
            if (path.matches("/(predict|batch_predict|models|v2).*")) {
                operations.forEach((method, operation) -> {
                    assertThat(operation).as(path).containsKeys("operationId", "summary");
                    assertThat(endpoints.allowedMethods(path))
                            .as(path)
                            .contains(method.toUpperCase(java.util.Locale.ROOT));
                    assertThat(((Map<?, ?>) operation.get("responses")).containsKey("401"))
                            .as(path)
                            .isTrue();
                });
            }
        });
    }

    private static void predictSample(double factor) throws Exception {
        HousingRequests.predictSample(factor).then().body("predictions.interval.coverage", hasItem(0.9f));
    }
}
