package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AuthProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class AuthTest {

    private static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, user + "'s password");
    }

    @Test
    void shouldRejectAnonymousCallers() {
        given().get("/runs")
                .then()
                .statusCode(401)
                .contentType(Service.PROBLEM)
                .header("WWW-Authenticate", containsString("mlops-task"))
                .body("type", equalTo("/problems/unauthorized"));
        for (String path : new String[] {"/metrics", "/openapi", "/swagger-ui/", "/nope"}) {
            given().get(path).then().statusCode(401);
        }
    }

    @Test
    void shouldRejectAnotherHostBeforeItAsks() {
        given().header("Host", "evil.example").get("/runs").then().statusCode(421);
        as("viewer").header("Host", "evil.example").get("/runs").then().statusCode(421);
        given().header("Host", "evil.example").get("/health").then().statusCode(421);
    }

    @Test
    void shouldRejectAWrongPassword() {
        given().auth()
                .preemptive()
                .basic("operator", "wrong")
                .get("/runs")
                .then()
                .statusCode(401)
                .contentType(Service.PROBLEM);
    }

    @Test
    void shouldAllowViewersToReadOnly() {
        as("viewer").get("/runs").then().statusCode(200);
        as("viewer").get("/metrics").then().statusCode(200);
        Service.sizedUpload(as("viewer"))
                .post("/runs")
                .then()
                .statusCode(403)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/forbidden"));
        as("viewer").delete("/runs/x").then().statusCode(403);
    }

    @Test
    void shouldAllowViewersToPredictButNotToChangeModels() {
        for (String path : new String[] {"/predict", "/v2/models/housing/infer"}) {
            given().contentType("application/json").body("{}").post(path).then().statusCode(401);
        }
        as("viewer")
                .contentType("application/json")
                .body(HousingRequests.ONE)
                .post("/predict")
                .then()
                .statusCode(503);
        as("viewer")
                .get("/models")
                .then()
                .statusCode(200)
                .body("", equalTo(List.of(Map.of("name", "housing", "versions", 0, "href", "/models/housing"))));
        for (String path : new String[] {
            "/batch_predict",
            "/models/housing/versions/1/promote",
            "/models/housing/rollback",
            "/models/housing/actuals",
            "/models/housing/retrain"
        }) {
            as("viewer")
                    .contentType("application/json")
                    .body("[]")
                    .post(path)
                    .then()
                    .statusCode(403);
        }
        as("operator").post("/models/housing/rollback").then().statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Origin, http://elsewhere.example",
        "Origin, http://localhost:1",
        "Origin, http://localhost",
        "Origin, null",
        "Origin, localhost",
        "Origin, ''"
    })
    void shouldRejectChangesFromCrossSitePages(String header, String value) {
        for (String path : new String[] {"/runs", "/runs/x/cancel", "/models/housing/rollback", "/predict"}) {
            as("operator")
                    .header(header, value)
                    .post(path)
                    .then()
                    .statusCode(403)
                    .contentType(Service.PROBLEM)
                    .body("type", equalTo("/problems/cross-site"));
        }
        as("operator").header(header, value).put("/runs/x/labels").then().statusCode(403);
        as("operator").header(header, value).delete("/runs/x").then().statusCode(403);
        as("operator").header(header, value).get("/runs").then().statusCode(200);
    }

    @Test
    void shouldAllowChangesFromSameOriginPagesAndOtherClients() {
        String own = URI.create(RestAssured.baseURI).getHost() + ":" + RestAssured.port;
        as("operator").delete("/runs/x").then().statusCode(404);
        as("operator")
                .header("Origin", "http://" + own)
                .delete("/runs/x")
                .then()
                .statusCode(404);
        as("operator")
                .header("Origin", "https://" + own)
                .delete("/runs/x")
                .then()
                .statusCode(404);
        as("operator")
                .header("Sec-Fetch-Site", "same-site")
                .header("Origin", "http://" + own)
                .delete("/runs/x")
                .then()
                .statusCode(404);
        as("operator")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "https://behind-a-proxy.example")
                .delete("/runs/x")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldAllowOperatorsToDoEverything() {
        String id = Service.sizedUpload(as("operator"))
                .header("Prefer", "wait=20")
                .post("/runs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        as("operator").delete("/runs/" + id).then().statusCode(204);
    }

    @Test
    void shouldAllowAnyoneToReadHealth() {
        given().get("/health/ready").then().statusCode(200);
        given().get("/health/live").then().statusCode(200);
        given().get("/v2/health/live").then().statusCode(200);
    }
}
