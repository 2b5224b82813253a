package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class ModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUESTS = 700;
    private static final String ROW = "3.5, 30, 5.5, 1.05, 1200, 2.8, 34.1, -118.2";

    private int champion;
    private int other;

    @BeforeEach
    void train() {
        HousingVersions versions = HousingVersions.boostedIsChampion();
        champion = versions.boosted();
        other = versions.linear();
    }

    @Test
    void shouldDescribeAModel() {
        given().get("/models").then().statusCode(200).body("name", hasItem("housing"));
        given().get("/models/housing")
                .then()
                .statusCode(200)
                .body("champion", equalTo(champion))
                .body("versions.version", hasItem(other))
                .body("history[0].action", equalTo("promoted"));
        given().get("/models/housing/versions/" + other)
                .then()
                .statusCode(200)
                .body("algorithm", equalTo("linear_regression"))
                .body("heldOut.rows", equalTo(400))
                .body("provenance.runId.length()", equalTo(36))
                .body("provenance.configuration.algorithms", equalTo("linear_regression"));
        given().get("/models/housing/versions/" + other + "/card")
                .then()
                .statusCode(200)
                .body(containsString("# Model card"));
        given().get("/models/housing/versions/" + other + "/plots").then().body("points.size()", greaterThan(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/models/other", "/models/housing/versions/99", "/models/housing/versions/x", "/models/..%2fruns"
            })
    void shouldReturnNotFoundForUnknownModelsAndVersions(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType(Service.PROBLEM);
    }

    @Test
    void shouldListVersionsPageByPage() {
        List<Integer> all = given().get("/models/housing").jsonPath().getList("versions.version");
        List<Integer> paged = new ArrayList<>();
        Integer next = Integer.MAX_VALUE / 10;
        while (next != null) {
            JsonPath page = given().queryParam("limit", 1)
                    .queryParam("before", next)
                    .get("/models/housing")
                    .jsonPath();
            assertThat(page.getList("versions")).hasSize(1);
            paged.addAll(page.getList("versions.version"));
            next = page.get("next");
        }
        assertThat(paged).isEqualTo(all).hasSizeGreaterThan(1);
        given().get("/models/housing?limit=0")
                .then()
                .statusCode(400)
                .body("detail", equalTo("limit: must be an integer from 1 to 1000, was \"0\""));
    }

    @Test
    void shouldNeedAReasonForAVersionThatTheGateRefused() {
        int refused = given().get("/models/housing").jsonPath().getInt("versions.find { it.refusal }.version");
        String path = "/models/housing/versions/" + refused;
        given().post(path + "/promote")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body(
                        "detail",
                        startsWith("key \"reason\": must say why version " + refused + " is promoted, which is"));
        HousingVersions.promote(refused, "looked at")
                .then()
                .statusCode(200)
                .body("refusal.state", oneOf("held", "rejected"))
                .body("refusal.reason", containsString("RMSE"));
        given().get(path + "/card").then().body(containsString("promoted by anonymous: looked at\n"));
        HousingVersions.promote(champion, "test").then().statusCode(200);
        given().get("/models/housing")
                .then()
                .body("champion", equalTo(champion))
                .body("previous", not(equalTo(refused)));
    }

    @Test
    void shouldPromoteAndRollBack() {
        given().contentType(ContentType.JSON)
                .body("{\"reason\": \"for\\na test\"}")
                .post("/models/housing/versions/" + other + "/promote")
                .then()
                .statusCode(200)
                .body("to", equalTo(other))
                .body("reason", containsString("a test"));
        given().contentType(ContentType.JSON)
                .body(HousingRequests.ONE)
                .post("/predict")
                .then()
                .body("version", equalTo(other));
        HousingVersions.promote(other, "again")
                .then()
                .statusCode(409)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("is already the champion"));

        given().post("/models/housing/rollback").then().statusCode(200).body("to", equalTo(champion));
        given().contentType(ContentType.JSON)
                .body(HousingRequests.ONE)
                .post("/predict")
                .then()
                .body("version", equalTo(champion));
    }

    @Test
    void shouldNeitherFailNorMixVersionsWhileTheChampionChanges() throws Exception {
        Map<Integer, List<Double>> wanted = Map.of(champion, answersOf(champion), other, answersOf(other));
        assertThat(wanted.get(champion)).doesNotContainAnyElementsOf(wanted.get(other));
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Map<Integer, AtomicInteger> answers = Map.of(champion, new AtomicInteger(), other, new AtomicInteger());
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            Thread client = new Thread(() -> ask(wanted, answers, wrong));
            client.start();
            clients.add(client);
        }
        for (int changes = 0; changes < 20 || clients.stream().anyMatch(Thread::isAlive); changes++) {
            HousingVersions.promote(other, "test").then().statusCode(200);
            given().post("/models/housing/rollback").then().statusCode(200);
            Thread.sleep(10);
        }

        assertThat(wrong).isEmpty();
        assertThat(answers.get(champion).get() + answers.get(other).get()).isEqualTo(3 * REQUESTS);
        assertThat(answers.values()).allMatch(count -> count.get() > 0);
    }

    /** What a version answers when it is asked by its number. */
    private static List<Double> answersOf(int version) throws IOException {
        String rows = String.join(", ", ROW, ROW.replace("34.1", "37.9"));
        String body = "{\"inputs\": [{\"name\": \"features\", \"shape\": [2, 8], \"datatype\": \"FP64\", \"data\": ["
                + rows + "]}]}";
        String answer = given().contentType(ContentType.JSON)
                .body(body)
                .post("/v2/models/housing/versions/" + version + "/infer")
                .asString();
        return numbers(JSON.readTree(answer).at("/outputs/0/data"));
    }

    private static void ask(
            Map<Integer, List<Double>> wanted, Map<Integer, AtomicInteger> answers, Queue<String> wrong) {
        HttpClient http = HttpClient.newHttpClient();
        String rows = "[" + HousingRequests.ONE + "," + HousingRequests.with("Latitude", "37.9") + "]";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(rows))
                .build();
        for (int i = 0; i < REQUESTS; i++) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                JsonNode answer = JSON.readTree(response.body());
                int version = answer.path("version").asInt();
                if (numbers(answer.path("predictions")).equals(wanted.get(version))) {
                    answers.get(version).incrementAndGet();
                } else {
                    wrong.add(response.statusCode() + " " + response.body());
                }
            } catch (IOException | InterruptedException e) {
                wrong.add(e.toString());
            }
        }
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(one -> numbers.add(one.isObject() ? one.get("prediction").doubleValue() : one.doubleValue()));
        return numbers;
    }
}
