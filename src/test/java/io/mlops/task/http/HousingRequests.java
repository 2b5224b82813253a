package io.mlops.task.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.Map;

/** Houses to ask about, and trainings of models that answer. */
public final class HousingRequests {
    public static final String ONE =
            "{\"MedInc\": 3.5, \"HouseAge\": 30, \"AveRooms\": 5.5, \"AveBedrms\": 1.05, \"Population\": 1200, "
                    + "\"AveOccup\": 2.8, \"Latitude\": 34.1, \"Longitude\": -118.2}";
    public static final String CSV = """
            MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude
            3.5,30,5.5,1.05,1200,2.8,34.1,-118.2
            4.5,20,6.0,1.02,900,2.9,37.7,-122.2
            """;

    private HousingRequests() {}

    /** Without the models of other tests. */
    public static final class Fresh implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Service.settings();
        }
    }

    public static String with(String feature, String value) {
        return ONE.replaceAll("\"" + feature + "\": [-0-9.]+", "\"" + feature + "\": " + value);
    }

    /** Trains a kind in a moment; answers the version that it became. */
    static int trained(String config) {
        JsonPath run = Service.ended(given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": " + config + "}"));
        assertThat(run.getString("state")).as(run.getString("error")).isEqualTo("succeeded");
        return given().get(run.getString("links.metrics")).jsonPath().getInt("model_version");
    }

    /** Two versions at least; answers the one that serves. */
    public static int champion() {
        JsonPath models = given().get("/models").jsonPath();
        if (models.getInt("[0].versions") < 2) {
            trained("{\"algorithms\": [\"linear_regression\"]}");
            trained("{\"algorithms\": [\"gradient_boosting\"], \"gradient_boosting\": {\"rounds\": 20}}");
        }
        return given().get("/models/housing").jsonPath().getInt("champion");
    }
}
