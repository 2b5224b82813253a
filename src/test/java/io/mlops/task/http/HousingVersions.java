package io.mlops.task.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/**
 * Two versions of the housing model that a test can rely on, whatever other tests have trained in the same service.
 *
 * @param linear a linear regression
 * @param boosted gradient boosting
 */
public record HousingVersions(int linear, int boosted) {
    private static final String LINEAR = "{\"algorithms\": [\"linear_regression\"]}";
    private static final String BOOSTED =
            "{\"algorithms\": [\"gradient_boosting\"], \"gradient_boosting\": {\"rounds\": 20}}";
    private static final String LABEL = "version";

    /** Trains both, unless another test has, and makes the boosted one the champion. */
    public static HousingVersions boostedIsChampion() {
        // The boosted one first: a return to an earlier champion by hand leaves nothing to roll back to.
        int boosted = find("boosted", BOOSTED);
        int linear = find("linear", LINEAR);
        promote(boosted);
        return new HousingVersions(linear, boosted);
    }

    /** Trains a new champion, of whose predictions nothing is known yet. */
    public static int newChampion() {
        int version = version(train("new", BOOSTED));
        promote(version);
        return version;
    }

    private static int find(String label, String config) {
        List<JsonPath> runs = given()
                .get("/runs?state=succeeded&label." + LABEL + "=" + label)
                .jsonPath()
                .getList("runs.links.metrics", String.class)
                .stream()
                .map(metrics -> given().get(metrics).jsonPath())
                .toList();
        return runs.isEmpty() ? version(train(label, config)) : version(runs.get(0));
    }

    private static JsonPath train(String label, String config) {
        JsonPath run = Service.ended(given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": " + config
                        + ", \"labels\": {\"" + LABEL + "\": \"" + label + "\"}}"));
        assertThat(run.getString("state")).as(run.getString("error")).isEqualTo("succeeded");
        return given().get(run.getString("links.metrics")).jsonPath();
    }

    private static int version(JsonPath metrics) {
        return metrics.getInt("model_version");
    }

    public static Response promote(int version, String reason) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("reason", reason))
                .post("/models/housing/versions/" + version + "/promote");
    }

    private static void promote(int version) {
        if (given().get("/models/housing").jsonPath().getInt("champion") != version) {
            promote(version, "test").then().statusCode(200);
        }
    }
}
