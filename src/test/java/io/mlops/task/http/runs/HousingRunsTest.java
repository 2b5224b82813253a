package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class HousingRunsTest {
    private static final String QUICK = "{\"algorithms\": [\"linear_regression\"]}";

    @Test
    void shouldTrainOnAServerSideFileAndStoreArtifacts() {
        JsonPath run = Service.ended(given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": " + QUICK + "}"));

        assertThat(run.getString("error")).isNull();
        assertThat(run.getString("result.metric")).isEqualTo("rmse");
        assertThat(run.getString("config.algorithms")).isEqualTo("linear_regression");
        given().get(run.getString("links.metrics")).then().body("best_model", equalTo("linear_regression"));
        given().get(run.getString("links.artifacts"))
                .then()
                .statusCode(200)
                .body("name", hasItems("model.json", "card.md", "plots.json", "train.csv", "held-out.csv"));
        given().get(run.getString("links.artifacts") + "/card.md")
                .then()
                .statusCode(200)
                .contentType("text/markdown")
                .body(containsString("# Model card"));
        given().get(run.getString("links.artifacts") + "/..%2frun.json").then().statusCode(404);
    }

    @Test
    void shouldTrainOnAnUploadConfiguredByFormFields() throws Exception {
        byte[] sample = Files.readAllBytes(Path.of("sample-data/housing.csv"));
        JsonPath run = Service.ended(given().multiPart("file", "houses.csv", sample)
                .multiPart("pipeline", "housing")
                .multiPart("algorithms", "linear_regression")
                .multiPart("test_size", "0.5")
                .multiPart("seed", "7"));

        assertThat(run.getString("state")).isEqualTo("succeeded");
        given().get(run.getString("links.metrics")).then().body("split.held_out_rows", equalTo(1000));
    }

    @Test
    void shouldReturnAnIdenticalResultOnRerun() {
        JsonPath first = Service.ended(given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": " + QUICK + "}"));
        JsonPath again = given().header("Prefer", "wait=30")
                .post("/runs/" + first.getString("id") + "/rerun")
                .jsonPath();

        assertThat(again.getBoolean("identical")).isTrue();
    }

    @Test
    void shouldRejectAnInvalidConfigurationBeforeCreatingARun() {
        given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": {\"plan\": \"worst\"}}")
                .post("/runs")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("key 'plan': must be one of reference, best, was the string \"worst\""));
    }

    @Test
    void shouldCancelATraining() throws Exception {
        String id = given().contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", \"config\": "
                        + "{\"algorithms\": [\"gradient_boosting\"], \"gradient_boosting\": {\"rounds\": 20000}}}")
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Service.await()
                .untilAsserted(() -> given().get("/runs/" + id + "/log").then().body(containsString("Split: ")));

        Service.cancel(id);
        given().get("/runs/" + id + "/metrics").then().body("error_message", containsString("cancelled"));
    }

    @Test
    void shouldDescribeItsConfigurationForAForm() {
        given().get("/pipelines/housing/config?plan=worst")
                .then()
                .statusCode(200)
                .body("keys.name", hasItems("seed", "version", "plan", "algorithms", "test_size"))
                .body("problems.plan", equalTo("must be one of reference, best, was the string \"worst\""));
    }
}
