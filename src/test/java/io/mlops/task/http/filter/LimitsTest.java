package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.mlops.task.http.RawConnection;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
class LimitsTest {
    private static final int TOO_LARGE = AdverseConditionsProfile.MAX_BODY_BYTES + 10_000;
    private static final String UPLOAD =
            "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n";

    @Test
    void shouldRejectATooLargeBodyOfUnknownLength() throws IOException {
        String part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.csv\"\r\n\r\n"
                + "x".repeat(TOO_LARGE);
        assertThat(RawConnection.exchange(UPLOAD + "Transfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(part.length()) + "\r\n" + part + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void shouldRejectATooLargeBodyByItsLength() throws IOException {
        try (RawConnection connection = RawConnection.open(UPLOAD + "Content-Length: " + TOO_LARGE + "\r\n\r\n")) {
            assertThat(connection.readResponse())
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("Content-Type: " + Service.PROBLEM)
                    .containsIgnoringCase("X-Content-Type-Options: nosniff")
                    .contains(
                            "\"type\":\"/problems/too-large\"",
                            "must be at most " + AdverseConditionsProfile.MAX_BODY_BYTES + ", was ");
        }
    }

    @Test
    void shouldRejectARunAndStoreNothingWhenTheQueueIsFull() {
        String running = Service.waitingId();
        Service.awaitState(running, "running");
        String waiting = Service.waitingId();
        int before = given().get("/runs").jsonPath().getList("runs").size();
        Service.sizedUpload(given())
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
    void shouldReturnTheRunOfAKnownKeyWhenTheQueueIsFull() {
        String id = Service.sizedUpload(given())
                .header("Idempotency-Key", "known")
                .header("Prefer", "wait=20")
                .post("/runs")
                .path("id");
        String running = Service.waitingId();
        Service.awaitState(running, "running");
        String waiting = Service.waitingId();
        Service.sizedUpload(given())
                .header("Idempotency-Key", "known")
                .post("/runs")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        Service.cancel(waiting);
        Service.cancel(running);
    }

    @Test
    void shouldRejectMoreLogStreamsThanTheMaximum() throws Exception {
        String id = Service.waitingId();
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < AdverseConditionsProfile.MAX_LOG_STREAMS; i++) {
            URLConnection connection = URI.create("http://localhost:" + RestAssured.port + "/runs/" + id + "/log")
                    .toURL()
                    .openConnection();
            connection.setRequestProperty("Accept", "text/event-stream");
            streams.add(connection.getInputStream());
        }
        given().accept("text/event-stream")
                .head("/runs/" + id + "/log")
                .then()
                .statusCode(200)
                .contentType("text/event-stream");
        given().accept("text/event-stream")
                .get("/runs/" + id + "/log")
                .then()
                .statusCode(429)
                .contentType(Service.PROBLEM)
                .header("Retry-After", "5")
                .body("type", equalTo("/problems/too-many-streams"));
        Service.cancel(id);
        for (InputStream stream : streams) {
            stream.readAllBytes();
        }
        Service.await().untilAsserted(() -> given().accept("text/event-stream")
                .get("/runs/" + id + "/log")
                .then()
                .statusCode(200));
    }
}
