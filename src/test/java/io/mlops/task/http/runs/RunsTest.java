package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class RunsTest {

    @Test
    void shouldDescribeARun() {
        String id = Service.endedId();
        given().get("/runs/" + id)
                .then()
                .statusCode(200)
                .body("pipeline", equalTo("signal"))
                .body("timings.endedAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"))
                .body("timings.durationSeconds", notNullValue())
                .body("input.sha256", notNullValue())
                .body("provenance.java", notNullValue())
                .body("links.log", equalTo("/runs/" + id + "/log"))
                .body("$", not(hasKey("error")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "01890a5d-ac96-774b-bcce-b302099a8057", "..%2f..%2fetc%2fpasswd", "%00"})
    void shouldReturnNotFoundForUnknownIds(String id) {
        for (String what : new String[] {"", "/metrics", "/log", "/config", "/input"}) {
            given().urlEncodingEnabled(false)
                    .get("/runs/" + id + what)
                    .then()
                    .statusCode(404)
                    .contentType(Service.PROBLEM)
                    .body("type", equalTo("/problems/not-found"));
        }
    }

    @Test
    void shouldListNewestFirstWithoutGapsOrDuplicatesBetweenPages() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(Service.ended(Service.upload().multiPart("label.page", "here"))
                    .getString("id"));
        }
        Collections.reverse(made);
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page =
                    given().get("/runs?label.page=here&limit=2" + cursor).jsonPath();
            listed.addAll(page.getList("runs.id", String.class));
            Service.ended(Service.upload().multiPart("label.page", "here"));
            String next = page.getString("next");
            cursor = next == null ? null : "&cursor=" + next;
        }
        assertThat(listed).isEqualTo(made);
    }

    @Test
    void shouldFilterByStatePipelineTimeAndLabel() {
        String label = "filter" + System.nanoTime();
        String good =
                Service.ended(Service.upload().multiPart("label.t", label)).getString("id");
        String bad = Service.ended(
                        given().multiPart("file", "a.csv", "x\n".getBytes()).multiPart("label.t", label))
                .getString("id");
        assertThat(ids("label.t=" + label + "&state=succeeded")).containsExactly(good);
        assertThat(ids("label.t=" + label + "&state=failed")).containsExactly(bad);
        assertThat(ids("label.t=" + label + "&pipeline=signal")).containsExactly(bad, good);
        assertThat(ids("label.t=" + label + "&pipeline=other")).isEmpty();
        assertThat(ids("label.t=" + label + "&since=2000-01-01T00:00:00Z")).hasSize(2);
        assertThat(ids("label.t=" + label + "&since=2999-01-01T00:00:00Z")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"value, 0 1 2", "-value, 2 1 0", "rows, 2 0 1", "-rows, 1 0 2"})
    void shouldSortByAMetricAndPageThroughIt(String sort, String order) {
        String label = "sort" + System.nanoTime();
        String[] inputs = {"close\n3\n2\n1\n", "close\n1\n2\n3\n2\n1\n", "close\n1\n2\n"};
        List<String> made = new ArrayList<>();
        for (String input : inputs) {
            made.add(Service.ended(given().multiPart("file", "a.csv", input.getBytes())
                            .multiPart("window", "2")
                            .multiPart("label.t", label))
                    .getString("id"));
        }
        List<String> expected = new ArrayList<>();
        for (String index : order.split(" ")) {
            expected.add(made.get(Integer.parseInt(index)));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = given().get("/runs?limit=1&label.t=" + label + "&sort=" + sort + cursor)
                    .jsonPath();
            listed.addAll(page.getList("runs.id", String.class));
            String next = page.getString("next");
            cursor = next == null ? null : "&cursor=" + next;
        }
        assertThat(listed).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=done",
                "limit=0",
                "limit=1001",
                "limit=x",
                "since=yesterday",
                "sort=price",
                "cursor=x",
                "cursor=bnVsbCBhYmM"
            })
    void shouldRejectAnInvalidQuery(String query) {
        given().get("/runs?" + query)
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/invalid-request"))
                .body("detail", containsString("must be"));
    }

    @Test
    void shouldReturnMetricsUnchangedWithAnETag() {
        String id = Service.endedId();
        Response first = given().get("/runs/" + id + "/metrics");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body().asString())
                .contains("\"signal_rate\"", "0.6000")
                .endsWith("}\n");
        given().header("If-None-Match", first.header("ETag"))
                .get("/runs/" + id + "/metrics")
                .then()
                .statusCode(304)
                .header("ETag", first.header("ETag"));
        given().header("If-None-Match", "\"other\"")
                .get("/runs/" + id + "/metrics")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldReturnRetryAfterForMetricsThatDoNotExistYet() throws Exception {
        String id = Service.waitingId();
        given().get("/runs/" + id + "/metrics")
                .then()
                .statusCode(404)
                .contentType(Service.PROBLEM)
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("type", equalTo("/problems/not-ready"));
        Service.cancel(id);
        given().get("/runs/" + id + "/metrics").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3     | 206 | 0-3",
                "bytes=5-      | 206 | 5-",
                "bytes=-4      | 206 | -4",
                "bytes=0-9999999 | 206 | 0-",
                "bytes=9999999- | 416 |",
                "bytes=-0      | 416 |",
                "bytes=5-2     | 200 |",
                "bytes=a-b     | 200 |",
                "bytes=0-1,3-4 | 200 |",
                "lines=0-1     | 200 |",
                "bytes=-       | 200 |",
            })
    void shouldReturnRangesOfALog(String range, int status, String expected) {
        String id = Service.endedId();
        String whole = given().get("/runs/" + id + "/log").body().asString();
        Response part = given().header("Range", range).get("/runs/" + id + "/log");
        assertThat(part.statusCode()).isEqualTo(status);
        if (status == 206) {
            String[] ends = (expected + " ").split("-");
            int from =
                    ends[0].isEmpty() ? whole.length() - Integer.parseInt(ends[1].strip()) : Integer.parseInt(ends[0]);
            int to = ends[0].isEmpty() || ends[1].isBlank() ? whole.length() : Integer.parseInt(ends[1].strip()) + 1;
            assertThat(part.body().asString()).isEqualTo(whole.substring(from, to));
            assertThat(part.header("Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/" + whole.length());
        } else if (status == 416) {
            assertThat(part.header("Content-Range")).isEqualTo("bytes */" + whole.length());
            assertThat(part.contentType()).isEqualTo(Service.PROBLEM);
        } else {
            assertThat(part.body().asString()).isEqualTo(whole);
        }
    }

    @Test
    void shouldStreamALogWhoseEventIdsAreOffsets() throws Exception {
        String id = Service.endedId();
        byte[] log = given().get("/runs/" + id + "/log").body().asByteArray();
        List<String> events = events(id, null);
        StringBuilder lines = new StringBuilder();
        for (String event : events) {
            if (event.startsWith("data:")) {
                lines.append(event.substring("data:".length())).append('\n');
            }
        }
        assertThat(lines.toString().replace("the run has ended\n", ""))
                .isEqualTo(new String(log, StandardCharsets.UTF_8));
        assertThat(events).contains("id:" + log.length);
    }

    @Test
    void shouldResumeAStreamAfterTheLastEvent() throws Exception {
        String id = Service.endedId();
        String log = given().get("/runs/" + id + "/log").body().asString();
        int offset = log.indexOf('\n') + 1;
        List<String> events = events(id, String.valueOf(offset));
        assertThat(events.stream().filter(line -> line.startsWith("data:")).toList())
                .hasSize((int) log.lines().count() - 1 + 1);
        assertThat(events).noneMatch(line -> line.contains("Job started"));
    }

    @Test
    void shouldStreamALogWhileItGrows() throws Exception {
        String id = Service.waitingId();
        URLConnection stream = stream(id, null);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.endsWith("INFO - Waiting")) {
                line = lines.readLine();
            }
            Service.cancel(id);
            assertThat(lines.lines().anyMatch(later -> later.contains("The run was cancelled")))
                    .isTrue();
        }
    }

    @Test
    void shouldRejectALastEventIdThatIsNotAnOffset() {
        String id = Service.endedId();
        given().accept("text/event-stream")
                .header("Last-Event-ID", "x")
                .get("/runs/" + id + "/log")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM);
    }

    @Test
    void shouldReturnConfigurationAndInput() {
        String id = Service.endedId();
        given().get("/runs/" + id + "/config").then().statusCode(200).body(containsString("window: 2"));
        Response input = given().get("/runs/" + id + "/input");
        assertThat(input.contentType()).isEqualTo("application/octet-stream");
        assertThat(input.body().asByteArray()).isEqualTo(Service.CSV);
        given().header("Range", "bytes=0-4")
                .get("/runs/" + id + "/input")
                .then()
                .statusCode(206)
                .body(equalTo("close"));
    }

    @Test
    void shouldReturnALargeInput() {
        byte[] csv = ("close\n" + "1.25\n".repeat(700_000)).getBytes(StandardCharsets.UTF_8);
        String id = Service.ended(given().multiPart("file", "data.csv", csv)).getString("id");
        String path = "/runs/" + id + "/input";
        Response whole = given().get(path);
        assertThat(whole.header("Content-Length")).isEqualTo(Integer.toString(csv.length));
        assertThat(whole.body().asByteArray()).isEqualTo(csv);
        int last = csv.length - 2;
        Response part = given().header("Range", "bytes=1-" + last).get(path);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body().asByteArray()).isEqualTo(Arrays.copyOfRange(csv, 1, last + 1));
        given().head(path).then().statusCode(200).header("Content-Length", Integer.toString(csv.length));
    }

    @Test
    void shouldCancelARunningRunOnce() throws Exception {
        String id = Service.waitingId();
        Service.awaitState(id, "running");
        given().post("/runs/" + id + "/cancel").then().statusCode(202);
        Service.awaitState(id, "cancelled");
        given().post("/runs/" + id + "/cancel")
                .then()
                .statusCode(409)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/conflict"));
    }

    @Test
    void shouldRerunWithAnIdenticalResult() {
        String id = Service.endedId();
        given().header("Prefer", "wait=20")
                .post("/runs/" + id + "/rerun")
                .then()
                .statusCode(200)
                .body("rerunOf", equalTo(id))
                .body("identical", equalTo(true));
    }

    @Test
    void shouldRejectTheRerunOfARunThatIsNotCompleted() throws Exception {
        String id = Service.waitingId();
        given().post("/runs/" + id + "/rerun").then().statusCode(409).contentType(Service.PROBLEM);
        Service.cancel(id);
    }

    @Test
    void shouldCompareRuns() {
        String first = Service.ended(Service.upload()).getString("id");
        String second =
                Service.ended(Service.upload().multiPart("warmup", "exclude")).getString("id");
        given().get("/runs/compare?ids=" + first + "," + second)
                .then()
                .statusCode(200)
                .body("ids", equalTo(List.of(first, second)))
                .body("identical", equalTo(false))
                .body("different.'config.warmup'[1]", containsString("exclude"))
                .body("different.'metrics.value'[0]", equalTo(0.6f))
                .body("same.'input.bytes'", equalTo(Service.CSV.length));
        given().get("/runs/compare?ids=" + first + "," + first).then().body("identical", equalTo(true));
    }

    @Test
    void shouldCompareTheValuesOfConfigurationsNotTheirText() {
        String plain =
                Service.ended(configured("seed: 7\nwindow: 2\nversion: v9\n")).getString("id");
        String json = Service.ended(configured("{\"version\": \"v9\", \"window\": 2, # rows\n\"seed\": 7}"))
                .getString("id");
        given().get("/runs/compare?ids=" + plain + "," + json)
                .then()
                .body("identical", equalTo(true))
                .body("same.'config.version'", equalTo("v9"))
                .body("same.'config.warmup'", equalTo("zero"))
                .body("different.findAll { it.key.startsWith('config.') }.size()", equalTo(0));
    }

    private static RequestSpecification configured(String config) {
        return given().multiPart("file", "data.csv", Service.CSV).multiPart("config", config);
    }

    @Test
    void shouldLeaveIdenticalUnknownForRunsWithoutAResult() throws Exception {
        String waiting = Service.waitingId();
        given().get("/runs/compare?ids=" + waiting + "," + waiting).then().body("identical", nullValue());
        Service.cancel(waiting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?ids=", "?ids=x"})
    void shouldRejectAComparisonOfFewerThanTwoRuns(String query) {
        given().get("/runs/compare" + query).then().statusCode(400).contentType(Service.PROBLEM);
    }

    @Test
    void shouldDeleteCompletedRunsOnly() throws Exception {
        String waiting = Service.waitingId();
        given().delete("/runs/" + waiting).then().statusCode(409).contentType(Service.PROBLEM);
        Service.cancel(waiting);
        given().delete("/runs/" + waiting).then().statusCode(204);
        given().get("/runs/" + waiting).then().statusCode(404);
        given().delete("/runs/" + waiting).then().statusCode(404);
    }

    @Test
    void shouldReplaceLabels() {
        String id = Service.endedId();
        given().contentType(ContentType.JSON)
                .body("{\"pinned\": \"true\"}")
                .put("/runs/" + id + "/labels")
                .then()
                .statusCode(200)
                .body("labels.pinned", equalTo("true"));
        for (String wrong : new String[] {"[]", "{\"a\": 1}", "{\"a\": null}", "{\"a b\": \"x\"}", "", "nonsense"}) {
            given().contentType(ContentType.JSON)
                    .body(wrong)
                    .put("/runs/" + id + "/labels")
                    .then()
                    .statusCode(400)
                    .contentType(Service.PROBLEM);
        }
    }

    private static List<String> ids(String query) {
        return given().get("/runs?" + query).jsonPath().getList("runs.id", String.class);
    }

    private static URLConnection stream(String id, String lastEventId) throws Exception {
        URLConnection connection = URI.create("http://localhost:" + RestAssured.port + "/runs/" + id + "/log")
                .toURL()
                .openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setReadTimeout(20_000);
        if (lastEventId != null) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return connection;
    }

    private static List<String> events(String id, String lastEventId) throws Exception {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(stream(id, lastEventId).getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }
}
