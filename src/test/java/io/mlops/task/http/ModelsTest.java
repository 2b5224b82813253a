package io.mlops.task.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(Houses.Fresh.class)
class ModelsTest {
    private int champion;

    @BeforeEach
    void train() {
        champion = Houses.champion();
    }

    @Test
    void shouldTellEverythingAboutAModel() {
        given().get("/models").then().statusCode(200).body("name", hasItem("housing"));
        given().get("/models/housing")
                .then()
                .statusCode(200)
                .body("champion", equalTo(champion))
                .body("versions.version", hasItem(1))
                .body("history[0].move", equalTo("promoted"));
        given().get("/models/housing/versions/1")
                .then()
                .statusCode(200)
                .body("kind", equalTo("linear_regression"))
                .body("heldOut.rows", equalTo(400))
                .body("provenance.run.length()", equalTo(36))
                .body("provenance.configuration.kinds", equalTo("linear_regression"));
        given().get("/models/housing/versions/1/card").then().statusCode(200).body(containsString("# Model card"));
        given().get("/models/housing/versions/1/plots").then().body("points.size()", greaterThan(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/models/other", "/models/housing/versions/99", "/models/housing/versions/x", "/models/..%2fruns"
            })
    void shouldKnowNoOther(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType(Service.PROBLEM);
    }

    @Test
    void shouldPromoteAndRollBackByHand() {
        int other = champion == 1 ? 2 : 1;
        given().contentType(ContentType.JSON)
                .body("{\"why\": \"for\\na test\"}")
                .post("/models/housing/versions/" + other + "/promote")
                .then()
                .statusCode(200)
                .body("to", equalTo(other))
                .body("why", containsString("a test"));
        given().contentType(ContentType.JSON)
                .body(Houses.ONE)
                .post("/predict")
                .then()
                .body("version", equalTo(other));
        given().post("/models/housing/versions/" + other + "/promote")
                .then()
                .statusCode(409)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("is the champion already"));

        given().post("/models/housing/rollback").then().statusCode(200).body("to", equalTo(champion));
        given().contentType(ContentType.JSON)
                .body(Houses.ONE)
                .post("/predict")
                .then()
                .body("version", equalTo(champion));
    }

    @Test
    void shouldNeitherFailNorMixVersionsWhileTheChampionChanges() throws Exception {
        int other = champion == 1 ? 2 : 1;
        AtomicBoolean done = new AtomicBoolean();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Map<String, String> answers = new ConcurrentHashMap<>();
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            Thread client = new Thread(() -> ask(done, wrong, answers));
            client.start();
            clients.add(client);
        }
        for (int i = 0; i < 20; i++) {
            given().post("/models/housing/versions/" + other + "/promote")
                    .then()
                    .statusCode(200);
            given().post("/models/housing/rollback").then().statusCode(200);
        }
        done.set(true);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(answers).containsOnlyKeys("1", "2");
    }

    /** Asks for two equal rows; all answers of one version must be one number. */
    private static void ask(AtomicBoolean done, Queue<String> wrong, Map<String, String> answers) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + Houses.ONE + "," + Houses.ONE + "]"))
                .build();
        while (!done.get()) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                String body = response.body();
                if (response.statusCode() != 200) {
                    wrong.add(body);
                    continue;
                }
                io.restassured.path.json.JsonPath json = new io.restassured.path.json.JsonPath(body);
                String version = json.getString("version");
                String predictions = json.getList("predictions.prediction").toString();
                String before = answers.putIfAbsent(version, predictions);
                if (before != null && !before.equals(predictions)) {
                    wrong.add(version + ": " + before + " and " + predictions);
                }
            } catch (java.io.IOException | InterruptedException e) {
                wrong.add(e.toString());
            }
        }
    }
}
