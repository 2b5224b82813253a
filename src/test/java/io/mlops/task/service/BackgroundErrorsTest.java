package io.mlops.task.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.mlops.task.run.FailingStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service over a store that throws errors: whatever it hits goes on, or liveness names it. */
@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
class BackgroundErrorsTest {
    @Inject
    FailingStore store;

    @AfterEach
    void heal() {
        store.fail("", 0);
    }

    @Test
    void shouldNameATaskThatOnlyFailsInItsLivenessUntilItGoesOn() throws Exception {
        given().get("/health/live").then().statusCode(200).body(named("Retry of failed saves"), equalTo("alive"));
        String id = Service.waitingId();
        Service.awaitState(id, "running");
        store.fail("save", Integer.MAX_VALUE);
        given().post("/runs/" + id + "/cancel");

        Service.await().untilAsserted(() -> given().get("/health/live")
                .then()
                .statusCode(503)
                .body("status", equalTo("DOWN"))
                .body(named("Retry of failed saves"), startsWith("fails each time: java.lang.OutOfMemory"))
                .body(named("Watch over runs"), equalTo("alive")));
        given().get("/v2/health/live").then().statusCode(503).body("live", equalTo(false));

        heal();
        Service.await().untilAsserted(() -> given().get("/health/live").then().statusCode(200));
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        Service.awaitState(id, "cancelled");
        assertThat(Service.endedId()).isNotNull();
    }

    @Test
    void shouldCloseTheConnectionOfALogThatCannotBeFollowedAndLetItConnectAgain() throws Exception {
        String id = Service.waitingId();
        StringBuffer firstLines = new StringBuffer();
        CompletableFuture<Void> first = follow(id, firstLines);
        assertThat(first).isNotDone();
        store.fail("exists", 1);

        first.get(10, TimeUnit.SECONDS);
        assertThat(firstLines).contains("Waiting").doesNotContain("the run has ended");
        StringBuffer secondLines = new StringBuffer();
        CompletableFuture<Void> second = follow(id, secondLines);
        Service.cancel(id);
        second.get(10, TimeUnit.SECONDS);
        assertThat(secondLines).contains("Waiting").contains("the run has ended");
    }

    private static String named(String task) {
        return "checks.find { it.name == 'threads' }.data.'" + task + "'";
    }

    /** Reads a log while it grows; returns once the run waits. */
    private static CompletableFuture<Void> follow(String id, StringBuffer lines) {
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> read(id, lines));
        Service.await().until(() -> lines.indexOf("Waiting") >= 0);
        return end;
    }

    private static void read(String id, StringBuffer lines) {
        try {
            URI uri = URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/runs/" + id + "/log");
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestProperty("Accept", "text/event-stream");
            try (InputStream in = connection.getInputStream()) {
                byte[] buffer = new byte[1000];
                for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                    lines.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            lines.append(e);
        }
    }
}
