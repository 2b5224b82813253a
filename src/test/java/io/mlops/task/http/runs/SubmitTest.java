package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class SubmitTest {
    @Inject
    RunService runs;

    @Test
    void shouldAcceptAnUploadAndReturnTheLocationOfItsRun() {
        String id = Service.upload()
                .post("/runs")
                .then()
                .statusCode(202)
                .header("Location", startsWith("/runs/"))
                .body("input.name", equalTo("data.csv"))
                .body("input.bytes", equalTo(Service.CSV.length))
                .extract()
                .path("id");
        given().get("/runs/" + id).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void shouldReturnTheCompletedRunOnPreferWait() {
        Service.upload()
                .header("Prefer", "respond-async, wait=20")
                .post("/runs")
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=20")
                .body("state", equalTo("succeeded"))
                .body("attempt", equalTo(1))
                .body("result.rows", equalTo(5))
                .body("result.metric", equalTo("signal_rate"));
    }

    @Test
    void shouldReturnTheRunningRunWhenTheWaitIsOver() throws Exception {
        String id = given().multiPart("file", "data.csv", Service.CSV)
                .multiPart("pipeline", "wait")
                .header("Prefer", "wait=1")
                .post("/runs")
                .then()
                .statusCode(202)
                .body("state", equalTo("running"))
                .extract()
                .path("id");
        Service.cancel(id);
    }

    @Test
    void shouldReadAGzipUpload() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Service.CSV);
        }
        JsonPath run = Service.ended(given().multiPart("file", "data.csv.gz", packed.toByteArray()));
        assertThat(run.getString("state")).isEqualTo("succeeded");
        assertThat(run.getInt("result.rows")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed: 7\nwindow: 2\nversion: \"v9\"\n",
                "{\"seed\": 7, \"window\": 2, \"version\": \"v9\"}",
            })
    void shouldAcceptAConfigurationAsAPart(String config) {
        JsonPath run = Service.ended(given().multiPart("file", "data.csv", Service.CSV)
                .multiPart("config", "config.yaml", config.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(run.getString("result.version")).isEqualTo("v9");
    }

    @ParameterizedTest
    @CsvSource({
        "version, 256, invalid-config",
        "column, 256, invalid-config",
        "callback, 2000, too-long",
        "label.team, 256, too-long",
    })
    void shouldRejectAFieldThatIsTooLong(String field, int maxLength, String type) {
        given().multiPart("file", "data.csv", Service.CSV)
                .multiPart(field, "h".repeat(maxLength + 1))
                .post("/runs")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/" + type))
                .body("detail", endsWith("must be at most " + maxLength + " characters, was " + (maxLength + 1)));
    }

    @Test
    void shouldKeepALongFileNameButRejectOneThatNoFileSystemHas() {
        String name = "n".repeat(251) + ".csv";
        JsonPath run = Service.ended(given().multiPart("file", name, Service.CSV));
        assertThat(run.getString("input.name")).isEqualTo(name);
        given().multiPart("file", "x" + name, Service.CSV)
                .post("/runs")
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/too-long"));
    }

    @Test
    void shouldOverrideTheDefaultConfigurationWithFormFields() {
        JsonPath run = Service.ended(given().multiPart("file", "data.csv", Service.CSV)
                .multiPart("window", "2")
                .multiPart("version", "1")
                .multiPart("warmup", "exclude"));
        given().get(run.getString("links.config"))
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString("window: 2"), containsString("version: \"1\""), containsString("seed: 42"));
        assertThat(run.getString("result.version")).isEqualTo("1");
    }

    @Test
    void shouldReportKeyBoundsAndValueOfAnInvalidConfiguration() {
        given().multiPart("file", "data.csv", Service.CSV)
                .multiPart("window", "0")
                .post("/runs")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/invalid-config"))
                .body("detail", containsString("key 'window': must be an integer, at least 1, was 0"));
    }

    @Test
    void shouldFailARunWithADataError() {
        JsonPath run = Service.ended(given().multiPart("file", "data.csv", "close\nabc\n".getBytes()));
        assertThat(run.getString("state")).isEqualTo("failed");
        given().get(run.getString("links.metrics"))
                .then()
                .statusCode(200)
                .body("status", equalTo("error"))
                .body("error_message", containsString("abc"));
    }

    @Test
    void shouldWarnOfAnUnknownField() {
        JsonPath run = Service.ended(Service.upload().multiPart("windw", "3"));
        assertThat(run.getList("warnings", String.class))
                .anySatisfy(warning -> assertThat(warning).contains("windw", "did you mean 'window'"));
    }

    @Test
    void shouldRunAServerSideFileAndReportItsHashAfterwards() throws Exception {
        JsonPath run = Service.ended(given().contentType(ContentType.JSON)
                .body("{\"input\": \"ohlcv.csv\", \"config\": {\"window\": 5}, \"labels\": {\"team\": \"a\"}}"));
        assertThat(run.getInt("result.rows")).isEqualTo(10000);
        assertThat(run.getString("labels.team")).isEqualTo("a");
        String self = run.getString("links.self");
        Service.await()
                .untilAsserted(() -> given().get(self).then().body("input.sha256", matchesPattern("[0-9a-f]{64}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../pom.xml", "/etc/passwd", "nope.csv", "", ".", "a\\u0000b"})
    void shouldRejectAPathOutsideTheInputRoots(String input) {
        given().contentType(ContentType.JSON)
                .body("{\"input\": \"" + input + "\"}")
                .post("/runs")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/invalid-input"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                     | not JSON",
                "[]                                    | must be a JSON object",
                "{\"input\": 3}                        | must be a string",
                "{\"inputs\": \"ohlcv.csv\"}           | key \"inputs\": unknown",
                "{\"input\": \"a\", \"input\": \"b\"}  | Duplicate",
                "{} {}                                 | not JSON",
                "{}                                    | key \"input\": missing",
                "{\"input\": \"a\", \"labels\": {\"x\": 1}} | must be a string",
                "{\"input\": \"ohlcv.csv\", \"config\": []} | must be an object",
            })
    void shouldReportWhatIsWrongWithAJsonBody(String body, String detail) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("detail", containsString(detail));
    }

    @Test
    void shouldReturnTheSameRunForTheSameKey() {
        String key = "key-" + System.nanoTime();
        String first = Service.upload()
                .header("Idempotency-Key", key)
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Service.upload()
                .header("Idempotency-Key", key)
                .post("/runs")
                .then()
                .statusCode(200)
                .body("id", equalTo(first));
    }

    @Test
    void shouldRejectTheSameKeyForAnotherPayload() {
        String key = "key-" + System.nanoTime();
        Service.upload().header("Idempotency-Key", key).post("/runs").then().statusCode(202);
        Service.upload()
                .multiPart("seed", "1")
                .header("Idempotency-Key", key)
                .post("/runs")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/idempotency-key-reused"));
    }

    @Test
    void shouldCreateOneRunForConcurrentSubmissionsWithOneKey() throws Exception {
        String key = "key-" + System.nanoTime();
        Callable<Response> submit =
                () -> Service.upload().header("Idempotency-Key", key).post("/runs");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Integer> statuses = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Future<Response> answer : threads.invokeAll(Collections.nCopies(16, submit))) {
            statuses.add(answer.get().statusCode());
            ids.add(answer.get().path("id"));
        }
        threads.shutdown();
        assertThat(statuses).containsOnlyOnce(202).containsOnly(200, 202);
        assertThat(ids).hasSize(1).doesNotContainNull();
    }

    @Test
    void shouldStoreLabelsAndPins() {
        JsonPath run =
                Service.ended(Service.upload().multiPart("label.team", "a").multiPart("label.pinned", "true"));
        assertThat(run.getMap("labels")).hasToString("{pinned=true, team=a}");
        given().get("/runs?label.team=a&label.pinned=true").then().body("runs.id", hasItem(run.getString("id")));
        assertThat(runs.find(new RunId(run.getString("id"))).isPinned()).isTrue();
        assertThat(runs.find(new RunId(Service.endedId())).isPinned()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"label.a b, x", "label., x", "label.a, '\t'"})
    void shouldRejectAnInvalidLabel(String name, String value) {
        Service.upload()
                .multiPart(name, value)
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://my_hook:9000/x",
                "http:x",
                "http:///x",
                "http://:9000/x",
                "file:///etc/passwd",
                "x"
            })
    void shouldRejectACallbackToAHostThatIsNotAllowed(String callback) {
        Service.upload()
                .multiPart("callback", callback)
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("mlops.callback.allowed-hosts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "http://a b/", "http://[::1/x", "%"})
    void shouldRejectACallbackThatIsNotAUrl(String callback) {
        Service.upload()
                .multiPart("callback", callback)
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("callback: not a URL"));
    }

    @Test
    void shouldNotUseTheFileNameAsAPath() {
        JsonPath run = Service.ended(given().multiPart("file", "../../etc/pass\twd", Service.CSV));
        assertThat(run.getString("state")).isEqualTo("succeeded");
    }

    @Test
    void shouldRejectAnUploadWithoutAFile() {
        given().multiPart("window", "5")
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("curl -F file=@data.csv"));
    }
}
