package io.mlops.task.http.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.mlops.task.http.Issuer;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AuthProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class AuditTest {
    private static final Logger AUDIT = Logger.getLogger("io.mlops.task.audit");

    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    String issuer;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void follow() {
        AUDIT.addHandler(handler);
    }

    @AfterEach
    void leave() {
        AUDIT.removeHandler(handler);
    }

    private static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, user + "'s password");
    }

    private static String line(String action, String user) {
        return "Audit: " + action + ", user \"" + user + "\", address 127.0.0.1";
    }

    @Test
    void shouldNameWhoSubmittedLabelledCancelledAndDeletedARun() {
        JsonPath submitted = as("operator")
                .multiPart("file", "data.csv", Service.CSV)
                .multiPart("pipeline", "wait")
                .post("/runs")
                .jsonPath();
        String id = submitted.getString("id");
        assertThat(submitted.getString("submittedBy")).isEqualTo("operator");

        as("deputy")
                .contentType(ContentType.JSON)
                .body("{\"a\": \"1\"}")
                .put("/runs/" + id + "/labels")
                .then()
                .statusCode(200)
                .body("labelledBy", equalTo("deputy"))
                .body("cancelledBy", nullValue());
        as("deputy").post("/runs/" + id + "/cancel").then().statusCode(202);
        Service.await().untilAsserted(() -> as("viewer")
                .get("/runs/" + id)
                .then()
                .body("state", equalTo("cancelled"))
                .body("submittedBy", equalTo("operator"))
                .body("cancelledBy", equalTo("deputy")));
        as("operator").post("/runs/" + id + "/cancel").then().statusCode(409);
        as("viewer").delete("/runs/" + id).then().statusCode(403);
        as("operator").delete("/runs/" + id).then().statusCode(204);

        String run = " run " + id;
        assertThat(lines)
                .containsExactly(
                        line("submit" + run, "operator"),
                        line("label" + run, "deputy"),
                        line("cancel" + run, "deputy"),
                        line("delete" + run, "operator"));
    }

    @Test
    void shouldKeepTheFirstSubmitterOfAnIdempotencyKey() {
        JsonPath first = Service.upload(as("operator"))
                .header("Idempotency-Key", "shared")
                .post("/runs")
                .jsonPath();
        JsonPath again = Service.upload(as("deputy"))
                .header("Idempotency-Key", "shared")
                .post("/runs")
                .jsonPath();
        assertThat(again.getString("id")).isEqualTo(first.getString("id"));
        assertThat(again.getString("submittedBy")).isEqualTo("operator");
        assertThat(lines).containsExactly(line("submit run " + first.getString("id"), "operator"));

        JsonPath rerun = Service.await()
                .until(() -> as("deputy").post("/runs/" + first.getString("id") + "/rerun"), r -> r.statusCode() != 409)
                .jsonPath();
        assertThat(rerun.getString("submittedBy")).isEqualTo("deputy");
    }

    @Test
    void shouldNameWhoTrainedPromotedAndRolledBack() {
        as("viewer")
                .get("/models")
                .then()
                .body("", equalTo(List.of(Map.of("name", "housing", "versions", 0, "href", "/models/housing"))));
        int first = train("operator");
        int second = train("deputy");
        String versions = "/models/housing/versions/";
        int champion = as("viewer").get("/models/housing").jsonPath().getInt("champion");
        int other = champion == first ? second : first;
        String state = as("viewer").get(versions + other).path("refusal.state");
        as("deputy")
                .contentType(ContentType.JSON)
                .body("{\"reason\": \"he said \\\"now\\\"\"}")
                .post(versions + other + "/promote")
                .then()
                .statusCode(200)
                .body("actor", equalTo("deputy"));
        as("operator").post("/models/housing/rollback").then().statusCode(200).body("actor", equalTo("operator"));
        List<String> actors = as("viewer").get("/models/housing").jsonPath().getList("history.actor", String.class);
        assertThat(actors.subList(actors.size() - 2, actors.size())).containsExactly("deputy", "operator");

        String retraining = as("deputy")
                .contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\"}")
                .post("/models/housing/retrain")
                .then()
                .statusCode(202)
                .body("submittedBy", equalTo("deputy"))
                .extract()
                .path("id");
        as("operator")
                .contentType(ContentType.JSON)
                .body("[]")
                .post("/models/housing/actuals")
                .then()
                .statusCode(200);
        assertThat(lines)
                .contains(
                        line(
                                "promote model housing to version " + other + " (" + state
                                        + "), reason \"he said \\\"now\\\"\"",
                                "deputy"),
                        line(
                                "rollback model housing to version " + champion + ", reason \"Rolled back manually\"",
                                "operator"),
                        line("retrain model housing in run " + retraining, "deputy"),
                        line("actuals model housing", "operator"));
        as("operator").post("/runs/" + retraining + "/cancel");
    }

    private static int train(String user) {
        JsonPath run = Service.ended(as(user).contentType(ContentType.JSON)
                .body("{\"input\": \"housing.csv\", \"pipeline\": \"housing\", "
                        + "\"config\": {\"algorithms\": [\"linear_regression\"]}}"));
        assertThat(run.getString("submittedBy")).isEqualTo(user);
        return as(user).get(run.getString("links.metrics")).jsonPath().getInt("model_version");
    }

    @Test
    void shouldNotLetANameLookLikeAnotherLineOrPart() {
        String token = Issuer.operator(
                issuer,
                AuthProfile.issuerKey(),
                "eve\\n2026-01-01 - INFO - Audit: x, user \\\"ann\\\", address 1.2.3.4");
        String name = "eve\ufffd2026-01-01 - INFO - Audit: x, user \"ann\", address 1.2.3.4";
        String id = Service.upload(given().header("Authorization", "Bearer " + token))
                .post("/runs")
                .then()
                .statusCode(202)
                .body("submittedBy", equalTo(name))
                .extract()
                .path("id");
        assertThat(lines).containsExactly(line("submit run " + id, name.replace("\"", "\\\"")));
    }
}
