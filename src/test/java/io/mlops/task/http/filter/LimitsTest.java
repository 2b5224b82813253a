package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LimitsTest.Cramped.class)
class LimitsTest {

    /** One worker, one who waits, one live log, small bodies. */
    public static final class Cramped implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = Service.settings();
            settings.put("mlops.queue-capacity", "1");
            settings.put("mlops.workers", "1");
            settings.put("mlops.max-log-streams", "1");
            settings.put("quarkus.http.limits.max-body-size", "20K");
            return settings;
        }
    }

    @Test
    void shouldRefuseATooLargeBodyOfUnknownLength() {
        given().multiPart("file", "big.csv", new byte[30_000])
                .post("/runs")
                .then()
                .statusCode(413);
    }

    @Test
    void shouldRefuseATooLargeBody() {
        given().contentType("application/json")
                .body(new byte[30_000])
                .post("/runs")
                .then()
                .statusCode(413)
                .contentType(Service.PROBLEM)
                .header("X-Content-Type-Options", "nosniff")
                .body("type", equalTo("/problems/too-large"))
                .body("detail", containsString("must be at most 20480"));
    }

    @Test
    void shouldRefuseWhenTheQueueIsFullAndKeepNothing() throws Exception {
        String running = Service.waitingId();
        Service.awaitState(running, "running");
        String waiting = Service.waitingId();
        int before = given().get("/runs").jsonPath().getList("runs").size();
        Service.upload()
                .post("/runs")
                .then()
                .statusCode(429)
                .contentType(Service.PROBLEM)
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("type", equalTo("/problems/queue-full"));
        assertThat(given().get("/runs").jsonPath().getList("runs")).hasSize(before);
        given().get("/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
        given().get("/health/live").then().statusCode(200);
        Service.cancel(waiting);
        Service.cancel(running);
        given().get("/health/ready").then().statusCode(200);
    }

    @Test
    void shouldAnswerAKnownKeyAlsoWhenTheQueueIsFull() throws Exception {
        String id = Service.upload()
                .header("Idempotency-Key", "known")
                .header("Prefer", "wait=20")
                .post("/runs")
                .path("id");
        String running = Service.waitingId();
        Service.awaitState(running, "running");
        String waiting = Service.waitingId();
        Service.upload()
                .header("Idempotency-Key", "known")
                .post("/runs")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        Service.cancel(waiting);
        Service.cancel(running);
    }

    @Test
    void shouldRefuseMoreLiveLogsThanItHasPlacesFor() throws Exception {
        String id = Service.waitingId();
        List<InputStream> streams = new ArrayList<>();
        URLConnection first = URI.create("http://localhost:" + RestAssured.port + "/runs/" + id + "/log")
                .toURL()
                .openConnection();
        first.setRequestProperty("Accept", "text/event-stream");
        streams.add(first.getInputStream());
        given().accept("text/event-stream")
                .get("/runs/" + id + "/log")
                .then()
                .statusCode(429)
                .contentType(Service.PROBLEM)
                .header("Retry-After", "5")
                .body("type", equalTo("/problems/too-many-streams"));
        Service.cancel(id);
        streams.get(0).readAllBytes();
        given().accept("text/event-stream").get("/runs/" + id + "/log").then().statusCode(200);
    }
}
