package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service starts with a champion whose file was harmed: it is without a model, not without runs. */
@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnreadableModelTest {
    @ConfigProperty(name = "mlops.data")
    Path data;

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"/v2/health/ready", "/v2/models/housing/ready", "/v2/models/housing/versions/2/ready"})
    void shouldNotBeReadyAndNotCountReadinessChecks(String path) {
        String before = unserved();
        isUnreadable(given().get(path));
        assertThat(unserved()).isEqualTo(before);
    }

    private static String unserved() {
        return Service.metrics()
                .lines()
                .filter(line -> line.contains("outcome=\"unavailable\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void shouldRejectPredictionsWithRetryAfter() {
        String before = unserved();
        isUnreadable(
                given().contentType(ContentType.JSON).body(HousingRequests.ONE).post("/predict"));
        assertThat(unserved()).isNotEqualTo(before);
        isUnreadable(given().contentType("text/csv").body(HousingRequests.CSV).post("/batch_predict"));
    }

    private static void isUnreadable(Response response) {
        response.then()
                .statusCode(503)
                .contentType(Service.PROBLEM)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("/problems/model-unreadable"))
                .body("detail", containsString("cannot be read"))
                .body("detail", not(containsString("versions/")));
    }

    @Test
    @Order(1)
    void shouldExecuteRunsAndReportTheFault() {
        Service.endedId();
        given().get("/health/ready").then().statusCode(200);
        given().get("/health/live").then().statusCode(200);
        given().get("/health/well")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'models' }.data.housing", containsString("could not be loaded"));
        given().get("/metrics").then().body(containsString("mlops_model_load_failed{model=\"housing\"} 1.0"));
    }

    @Test
    @Order(1)
    void shouldDescribeTheModel() {
        given().get("/models/housing")
                .then()
                .statusCode(200)
                .body("champion", equalTo(2))
                .body("unreadable", equalTo(true))
                .body("versions.version", hasItem(1));
    }

    @Test
    @Order(1)
    void shouldNotPromoteAnUnreadableVersion() {
        isUnreadable(given().post("/models/housing/versions/2/promote"));
        given().get("/models/housing").then().body("history.size()", equalTo(2));
    }

    @Test
    @Order(3)
    void shouldDistinguishAnIoErrorFromAConflict() throws IOException {
        given().post("/models/housing/rollback").then().statusCode(409).body("detail", containsString("no earlier"));
        Path folder = data.resolve("models/housing");
        Path history = folder.resolve("history");
        Path aside = Files.move(history, folder.resolve("aside"));
        Files.createFile(history);

        isUnreadable(given().post("/models/housing/rollback"));

        Files.delete(history);
        Files.move(aside, history);
    }

    @Test
    @Order(2)
    void shouldServeAgainAfterARollback() {
        given().post("/models/housing/rollback").then().statusCode(200).body("to", equalTo(1));

        given().contentType(ContentType.JSON)
                .body(HousingRequests.ONE)
                .post("/predict")
                .then()
                .statusCode(200)
                .body("version", equalTo(1));
        given().get("/health/well").then().statusCode(200);
        given().get("/models/housing").then().body("unreadable", nullValue());
        isUnreadable(given().get("/v2/models/housing/versions/2/ready"));
    }
}
