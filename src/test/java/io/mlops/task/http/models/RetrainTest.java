package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.model.monitoring.ModelMonitor;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.profile.AdvanceableClock;
import io.mlops.task.profile.RetrainingProfile;
import io.mlops.task.retraining.RetrainingService;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RetrainingProfile.class)
class RetrainTest {
    @Inject
    RetrainingService retraining;

    @Inject
    ServedModels models;

    @Inject
    AdvanceableClock clock;

    private int champion;
    private int earlier;

    @BeforeEach
    void train() {
        champion = HousingVersions.newChampion();
        earlier = retrainings().size();
        clock.advance(RetrainingProfile.COOLDOWN);
    }

    @Test
    void shouldTrainOnRequestAndNeverTwoAtOnce() {
        String active = given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": {\"algorithms\": "
                        + "[\"gradient_boosting\"], \"gradient_boosting\": {\"rounds\": 1500}}}")
                .post("/runs")
                .jsonPath()
                .getString("id");
        given().post("/models/housing/retrain")
                .then()
                .statusCode(409)
                .contentType(Service.PROBLEM)
                .body("detail", containsString(active));
        retraining.onSchedule();
        assertThat(newRetrainings()).isEmpty();
        Service.awaitState(active, "succeeded");

        String id = given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\"}")
                .post("/models/housing/retrain")
                .then()
                .statusCode(202)
                .body("labels.retrain", equalTo("request"))
                .body("config.version", equalTo("again"))
                .extract()
                .path("id");
        Service.awaitState(id, "succeeded");
    }

    @Test
    void shouldLearnFromRowsWithActualValuesAndOnlyOnce() throws Exception {
        RetrainingProfile.startCooldown();
        JsonPath predicted = HousingRequests.predictSample(1.01).jsonPath();
        List<String> ids = predicted.getList("predictions.id", String.class);
        postActuals(ids, predicted.getList("predictions.prediction", String.class));
        given().contentType(ContentType.JSON).body("{}").post("/models/housing/retrain");
        awaitSuccess();
        JsonPath run = given().get("/runs?pipeline=housing&limit=1").jsonPath();
        int labelled = Integer.parseInt(run.getString("runs[0].labels.labelled"));
        assertThat(labelled).isGreaterThanOrEqualTo(300);
        JsonPath metrics =
                given().get("/runs/" + run.getString("runs[0].id") + "/metrics").jsonPath();
        assertThat(metrics.getInt("labelled_rows.rows")).isEqualTo(labelled);
        int version = metrics.getInt("model_version");
        assertThat(version).isGreaterThan(champion);
        JsonPath record = given().get("/models/housing/versions/" + version).jsonPath();
        assertThat(record.getInt("provenance.labelledRows.rows")).isEqualTo(labelled);
        assertThat(record.getString("provenance.configuration.'gradient_boosting.rounds'"))
                .isEqualTo("20.0");
        given().get("/models/housing/versions/" + version + "/card")
                .then()
                .body(containsString("Learnt in service: " + labelled + " rows"));

        retraining.onSchedule();
        awaitSuccess();
        JsonPath again = given().get("/runs?pipeline=housing&limit=1").jsonPath();
        given().get("/runs/" + again.getString("runs[0].id") + "/metrics")
                .then()
                .body("nothing_new", equalTo(true))
                .body("model_version", equalTo(version));

        postActuals(ids, Collections.nCopies(ids.size(), "200000"));
        retraining.onSchedule();
        String failed = given().get("/runs?pipeline=housing&limit=1").jsonPath().getString("runs[0].id");
        Service.awaitState(failed, "failed");
        given().get("/runs/" + failed).then().body("error", containsString("[target-scale] Actual values"));
        postActuals(ids, Collections.nCopies(ids.size(), "null"));
        assertThat(given().get("/models/housing").jsonPath().getInt("champion")).isEqualTo(champion);
    }

    private static void postActuals(List<String> ids, List<String> actuals) {
        String body = IntStream.range(0, ids.size())
                .mapToObj(i -> "{\"id\": \"" + ids.get(i) + "\", \"actual\": " + actuals.get(i) + "}")
                .collect(Collectors.joining(",", "[", "]"));
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/models/housing/actuals")
                .then()
                .statusCode(200)
                .body("matched", equalTo(ids.size()));
    }

    @Test
    void shouldTrainOnSchedule() {
        retraining.onSchedule();
        assertThat(newRetrainings()).containsExactly("schedule");
        given().get("/runs?pipeline=housing&limit=1").then().body("runs[0].submittedBy", equalTo("schedule"));
        awaitSuccess();
    }

    @Test
    void shouldTrainOnDriftAfterTheCooldown() throws Exception {
        RetrainingProfile.startCooldown();
        HousingRequests.predictSample(9);
        assertThat(given().get("/models/housing/drift").jsonPath().getString("level"))
                .isEqualTo("alert");
        retraining.evaluateTriggers(models.defaultModel().monitor().drift(ModelMonitor.Window.ROWS));
        assertThat(newRetrainings()).isEmpty();

        clock.advance(RetrainingProfile.COOLDOWN);
        Service.await().untilAsserted(() -> assertThat(newRetrainings()).containsExactly("drift"));
        awaitSuccess();
    }

    @Test
    void shouldTrainOnceWhenTheLiveErrorOfEnoughPredictionsIsTooHigh() throws Exception {
        postActuals(RetrainingProfile.MIN_LABELLED_ROWS - 1);
        retraining.evaluateTriggers(Optional.empty());
        assertThat(newRetrainings()).isEmpty();

        postActuals(1);
        Service.await().untilAsserted(() -> assertThat(newRetrainings()).containsExactly("live_rmse"));
        awaitSuccess();
        retraining.evaluateTriggers(Optional.empty());
        assertThat(newRetrainings()).as("within the cooldown").containsExactly("live_rmse");

        clock.advance(RetrainingProfile.COOLDOWN);
        Service.await().untilAsserted(() -> assertThat(newRetrainings()).containsExactly("live_rmse", "live_rmse"));
        awaitSuccess();
    }

    private static void postActuals(int count) {
        for (int i = 0; i < count; i++) {
            String id = given().contentType(ContentType.JSON)
                    .body(HousingRequests.ONE)
                    .post("/predict")
                    .jsonPath()
                    .getString("id");
            given().contentType(ContentType.JSON)
                    .body("{\"id\": \"" + id + "\", \"actual\": 5}")
                    .post("/models/housing/actuals")
                    .then()
                    .body("matched", equalTo(1));
        }
    }

    /** Triggers of the retrainings of this test. */
    private List<String> newRetrainings() {
        List<String> all = retrainings();
        return all.subList(0, all.size() - earlier);
    }

    private static List<String> retrainings() {
        return given()
                .get("/runs?pipeline=housing&limit=1000")
                .jsonPath()
                .getList("runs.labels.retrain", String.class)
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private static void awaitSuccess() {
        JsonPath newest = given().get("/runs?pipeline=housing&limit=1").jsonPath();
        Service.awaitState(newest.getString("runs[0].id"), "succeeded");
    }
}
