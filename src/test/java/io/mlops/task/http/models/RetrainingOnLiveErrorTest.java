package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RetrainingOnLiveErrorTest.Impatient.class)
class RetrainingOnLiveErrorTest {

    /** Errors a quarter above the held-out ones begin a training. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = Service.settings();
            settings.put("mlops.models.monitoring-interval", "PT1S");
            settings.put("mlops.models.retrain.max-live-rmse-ratio", "1.25");
            settings.put("mlops.models.retrain.min-labelled-rows", "5");
            return settings;
        }
    }

    @Test
    void shouldTrainAgainWhenTheChampionErrsMoreThanItShould() throws Exception {
        HousingRequests.champion();
        tell(4, 9);
        Thread.sleep(2_500);
        assertThat(retrainings()).isEmpty();

        tell(1, 9);
        for (int i = 0; i < 100 && retrainings().isEmpty(); i++) {
            Thread.sleep(100);
        }
        Thread.sleep(4_000);
        assertThat(retrainings()).as("the pause holds back the next").containsExactly("live_rmse");
    }

    private static void tell(int truths, double actual) {
        for (int i = 0; i < truths; i++) {
            String id = given().contentType(ContentType.JSON)
                    .body(HousingRequests.ONE)
                    .post("/predict")
                    .jsonPath()
                    .getString("id");
            given().contentType(ContentType.JSON)
                    .body("{\"id\": \"" + id + "\", \"actual\": " + actual + "}")
                    .post("/models/housing/actuals")
                    .then()
                    .body("matched", equalTo(1));
        }
    }

    private static List<String> retrainings() {
        return given().get("/runs?pipeline=housing").jsonPath().getList("runs.labels.retrain").stream()
                .filter(reason -> reason != null)
                .map(String::valueOf)
                .toList();
    }
}
