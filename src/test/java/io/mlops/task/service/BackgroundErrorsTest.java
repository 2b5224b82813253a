package io.mlops.task.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.http.Service;
import io.mlops.task.run.FailingStore;
import io.mlops.task.run.RunStore;
import io.mlops.task.store.FileRunStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service over a store that throws errors: whatever it hits goes on, or liveness names it. */
@QuarkusTest
@TestProfile(BackgroundErrorsTest.Failing.class)
class BackgroundErrorsTest {
    @Inject
    FailingStore store;

    public static final class Failing implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Service.settings();
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(FailingStoreWiring.class);
        }
    }

    @Alternative
    static final class FailingStoreWiring {
        @Produces
        @Singleton
        FailingStore failing(@ConfigProperty(name = "mlops.data") Path data) throws IOException {
            return FailingStore.over(FileRunStore.open(data, 1 << 20, List.of()));
        }

        @Produces
        @Singleton
        RunStore store(FailingStore failing) {
            return failing.store();
        }

        void close(@Disposes RunStore store) throws IOException {
            store.close();
        }

        @Produces
        @Singleton
        BackgroundTasks tasks() {
            return new BackgroundTasks(Duration.ofMillis(1500));
        }
    }

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

        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> given().get("/health/live")
                .then()
                .statusCode(503)
                .body("status", equalTo("DOWN"))
                .body(named("Retry of failed saves"), startsWith("fails each time: java.lang.OutOfMemory"))
                .body(named("Watch over runs"), equalTo("alive")));
        given().get("/v2/health/live").then().statusCode(503).body("live", equalTo(false));

        heal();
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> given().get("/health/live").then().statusCode(200));
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        Service.awaitState(id, "cancelled");
        assertThat(Service.endedId()).isNotNull();
    }

    @Test
    void shouldCloseTheConnectionOfALogThatCannotBeFollowedAndLetItConnectAgain() throws Exception {
        String id = Service.waitingId();
        Service.awaitState(id, "running");
        CompletableFuture<String> first = follow(id);
        Thread.sleep(500);
        assertThat(first).isNotDone();
        store.fail("exists", 1);

        assertThat(first.get(10, TimeUnit.SECONDS)).contains("Waiting").doesNotContain("the run has ended");
        CompletableFuture<String> second = follow(id);
        Thread.sleep(500);
        Service.cancel(id);
        assertThat(second.get(10, TimeUnit.SECONDS)).contains("Waiting").contains("the run has ended");
    }

    private static String named(String task) {
        return "checks.find { it.name == 'threads' }.data.'" + task + "'";
    }

    private static CompletableFuture<String> follow(String id) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                URI uri = URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/runs/" + id + "/log");
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                connection.setRequestProperty("Accept", "text/event-stream");
                StringBuilder lines = new StringBuilder();
                try (var in = connection.getInputStream()) {
                    byte[] buffer = new byte[1000];
                    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                        lines.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    }
                } catch (IOException e) {
                    lines.append(e.getMessage());
                }
                return lines.toString();
            } catch (IOException e) {
                return e.toString();
            }
        });
    }
}
