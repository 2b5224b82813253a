package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.Service;
import io.mlops.task.retraining.RetrainingService;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RetrainTest.OnDrift.class)
class RetrainTest {
    /** Drift begins a training, which takes a moment. */
    public static final class OnDrift implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Map<String, String> settings = Service.settings();
                Path config = Path.of(settings.get("mlops.data") + ".yaml");
                Files.writeString(
                        config,
                        "seed: 1\nversion: again\nalgorithms: [gradient_boosting]\n"
                                + "gradient_boosting: {rounds: 300}\n");
                settings.put("mlops.default-config.housing", config.toString());
                settings.put("mlops.models.monitoring-interval", "PT1S");
                settings.put("mlops.models.drift-window", "200");
                settings.put("mlops.models.retrain.on-drift", "true");
                settings.put("mlops.models.retrain.cooldown", "PT6S");
                return settings;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Inject
    RetrainingService retraining;

    @BeforeEach
    void train() {
        HousingRequests.champion();
    }

    @Test
    void shouldTrainByRequestScheduleAndDriftButNeverTwoAtOnce() throws Exception {
        byRequest();
        bySchedule();
        byDrift();
    }

    private void byRequest() throws Exception {
        String id = given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\"}")
                .post("/models/housing/retrain")
                .then()
                .statusCode(202)
                .body("labels.retrain", equalTo("request"))
                .body("config.version", equalTo("again"))
                .extract()
                .path("id");
        given().post("/models/housing/retrain")
                .then()
                .statusCode(409)
                .contentType(Service.PROBLEM)
                .body("detail", containsString(id));
        retraining.onSchedule();
        assertThat(retrainings()).hasSize(1);
        Service.awaitState(id, "succeeded");
        assertThat(given().get("/runs/" + id + "/metrics").jsonPath().getInt("model_version"))
                .isGreaterThan(2);
    }

    private void bySchedule() throws Exception {
        retraining.onSchedule();
        JsonPath newest = newest();
        assertThat(newest.getString("labels.retrain")).isEqualTo("schedule");
        Service.awaitState(newest.getString("id"), "succeeded");
    }

    /** When the pause after the one before is over. */
    private void byDrift() throws Exception {
        int before = retrainings().size();
        List<String> lines = Files.readAllLines(Path.of("sample-data/housing.csv"));
        StringBuilder rows = new StringBuilder(lines.get(0)).append('\n');
        for (String line : lines.subList(1, 251)) {
            rows.append("9").append(line).append('\n');
        }
        given().contentType("text/csv")
                .body(rows.toString())
                .post("/batch_predict")
                .then()
                .statusCode(200);
        assertThat(given().get("/models/housing/drift").jsonPath().getString("level"))
                .isEqualTo("alert");
        for (int i = 0; i < 200 && retrainings().size() == before; i++) {
            Thread.sleep(100);
        }
        assertThat(newest().getString("labels.retrain")).isEqualTo("drift");
    }

    private static List<String> retrainings() {
        return given().get("/runs?pipeline=housing")
                .jsonPath()
                .getList("runs.findAll { it.labels.retrain != null }.id");
    }

    private static JsonPath newest() {
        String id = given().get("/runs?pipeline=housing&limit=1").jsonPath().getString("runs[0].id");
        return given().get("/runs/" + id).jsonPath();
    }
}
