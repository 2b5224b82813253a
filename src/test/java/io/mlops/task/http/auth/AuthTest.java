package io.mlops.task.http.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AuthProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
                .statusCode(not(oneOf(401, 403)));
        as("viewer").get("/models").then().statusCode(200).body("name", hasItem("housing"));
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
    void shouldThrottleGuessesWithoutLockingOutTheUserFromAnotherAddress() throws Exception {
        double before = failures("wrong_password");
        int guesses = guessUntilThrottledFor(4);
        as("guessed").get("/runs").then().statusCode(429);
        as("viewer").get("/runs").then().statusCode(200);
        assertThat(statusFrom("127.0.0.2", "guessed")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(statusFrom("127.0.0.3", "guessed")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(failures("wrong_password") - before).isEqualTo(guesses);
        assertThat(failures("too_many_attempts")).isGreaterThanOrEqualTo(2);
    }

    /** Long enough for what a test does meanwhile; returns the guesses that were verified. */
    private static int guessUntilThrottledFor(int seconds) throws InterruptedException {
        for (int verified = 0; verified < 20; ) {
            Response response =
                    given().auth().preemptive().basic("guessed", "wrong").get("/runs");
            if (response.statusCode() == 401) {
                verified++;
            } else {
                response.then()
                        .statusCode(429)
                        .contentType(Service.PROBLEM)
                        .header("Retry-After", matchesPattern("[1-9]\\d*"))
                        .body("type", equalTo("/problems/too-many-attempts"));
                int wait = Integer.parseInt(response.header("Retry-After"));
                if (wait >= seconds) {
                    return verified;
                }
                Thread.sleep(wait * 1000L);
            }
        }
        throw new AssertionError("not throttled");
    }

    private static String statusFrom(String address, String user) throws IOException {
        String credentials = Base64.getEncoder()
                .encodeToString((user + ":" + user + "'s password").getBytes(StandardCharsets.UTF_8));
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port, InetAddress.getByName(address), 0)) {
            String request = "GET /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic "
                    + credentials + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static double failures(String reason) {
        return as("viewer")
                .get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("mlops_authentication_failures_total")
                        && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void shouldLogFailuresWithoutALineForEach() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(AuthenticationFailures.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logRecord) {
                logged.add(logRecord.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            for (int i = 0; i < 300; i++) {
                given().auth()
                        .preemptive()
                        .basic("somebody's password", "wrong")
                        .get("/runs");
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> !logged.isEmpty());
            assertThat(logged).hasSizeLessThan(20);
            assertThat(logged)
                    .allMatch(line ->
                            line.matches("Authentication failed (for|\\d+ times, at last for) .* from 127.0.0.1: .*"))
                    .noneMatch(line -> line.contains("somebody"));
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void shouldAllowAnyoneToReadHealth() {
        given().get("/health/ready").then().statusCode(200);
        given().get("/health/live").then().statusCode(200);
        given().get("/v2/health/live").then().statusCode(200);
    }
}
