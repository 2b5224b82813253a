package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import io.mlops.task.profile.DefaultsProfile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class SignalsTest {
    private static final String DAYS = "date,close\n2024-01-02,1\n2024-01-03,2\n2024-01-04,1.5\n";
    private static final String HEADER = "time,value,rolling_mean,signal\n";

    @TestHTTPResource
    URL service;

    @Inject
    InputDirectories inputs;

    @Test
    void shouldReturnEachRowAsCsv() {
        String id = uploaded("days.csv.gz", DAYS, "window", "2");

        given().get("/runs/" + id + "/signals")
                .then()
                .statusCode(200)
                .contentType("text/csv;charset=UTF-8")
                .header("Content-Disposition", equalTo("attachment; filename=\"days-signals.csv\""))
                .header("Vary", containsString("Accept-Encoding"))
                .body(is(HEADER + "2024-01-02,1.0,,0\n2024-01-03,2.0,1.5,1\n2024-01-04,1.5,1.75,0\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "'br, gzip;q=0.5', gzip",
        "'gzip;q=0, br', ",
        "'gzip; q=0.0', ",
        "identity, ",
        "'', ",
        "'deflate, x-gzip', gzip"
    })
    void shouldCompressForClientsThatTakeGzip(String accepted, String encoding) throws Exception {
        String id = uploaded("days.csv", DAYS, "window", "2");
        HttpRequest request = HttpRequest.newBuilder(service.toURI().resolve("/runs/" + id + "/signals"))
                .header("Accept-Encoding", accepted)
                .build();

        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding").orElse(null))
                .isEqualTo(encoding);
        InputStream body = new ByteArrayInputStream(response.body());
        try (InputStream csv = encoding == null ? body : new GZIPInputStream(body)) {
            assertThat(new String(csv.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith(HEADER + "2024-01-02,1.0,,0\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "from=1&to=2, 2024-01-03",
        "from=2024-01-03&to=2024-01-03T12:00:00Z, 2024-01-03",
        "from=2, 2024-01-04",
        "to=1, 2024-01-02",
        "from=2024-01-04&to=9999-12-31, 2024-01-04",
        "from=0001-01-01T00:00:00Z&to=2024-01-03, 2024-01-02",
        "from=1&to=2024-01-04, 2024-01-03"
    })
    void shouldReturnARange(String range, String day) {
        String id = uploaded("days.csv", DAYS, "window", "1");

        String[] lines =
                given().get("/runs/" + id + "/signals?" + range).asString().split("\n", -1);

        assertThat(lines).hasSize(3);
        assertThat(lines[1]).startsWith(day + ",");
    }

    @Test
    void shouldRejectWhatIsNoRange() {
        String id = uploaded("days.csv", DAYS, "window", "1");

        given().get("/runs/" + id + "/signals?from=yesterday")
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        equalTo(
                                "from: must be a row, from 0, or a time such as 2024-01-31T15:00:00Z, was \"yesterday\""));
        given().get("/runs/" + id + "/signals?to=-1").then().statusCode(400);
        given().get("/runs/" + id + "/signals?group=A")
                .then()
                .statusCode(400)
                .body("detail", equalTo("group: the run has no groups"));
    }

    @Test
    void shouldSayThatTheInputIsGone() throws Exception {
        Path file = inputs.roots().get(0).resolve("gone-for-signals.csv");
        Files.writeString(file, DAYS);
        String id = given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"input\": \"gone-for-signals.csv\"}")
                .post("/runs")
                .path("id");
        Files.delete(file);

        given().get("/runs/" + id + "/signals")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/input-gone"))
                .body("detail", containsString("gone or has changed"));
    }

    @Test
    void shouldSayThatARunHasNone() {
        given().get("/runs/none/signals").then().statusCode(404);
        given().get("/runs/" + uploaded("bad.csv", "close\nx\n", "window", "1") + "/signals")
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/not-ready"));
    }

    /** The socket buffers hold a part of the response; the rest waits, and ends with the client. */
    @Test
    void shouldFreeItsPlaceWhenAClientLeaves() throws Exception {
        StringBuilder csv = new StringBuilder("close\n");
        for (int row = 0; row < 600_000; row++) {
            csv.append(row % 97 / 7.0).append('\n');
        }
        String id = uploaded("many.csv", csv.toString(), "window", "3");
        for (int client = 0; client < 4; client++) {
            try (Socket socket = new Socket(service.getHost(), service.getPort())) {
                socket.getOutputStream()
                        .write(("GET /runs/" + id + "/signals HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
            }
        }

        Awaitility.await().untilAsserted(() -> assertThat(
                        given().get("/runs/" + id + "/signals?to=1").asString())
                .isEqualTo("value,rolling_mean,signal\n0.0,,0\n"));
    }

    /** Of the streams, four at a time are computed; if HEAD took a place, the fifth would wait until it is rejected. */
    @Test
    void shouldComputeNothingForHead() {
        String id = uploaded("groups.csv", "symbol,close\nA,1\nB,2\n", "group", "symbol");
        for (String path : new String[] {"/signals", "/series?group=A", "/groups"}) {
            String type = given().get("/runs/" + id + path).contentType();
            for (int request = 0; request < 6; request++) {
                given().head("/runs/" + id + path)
                        .then()
                        .statusCode(200)
                        .contentType(type)
                        .time(lessThan(5000L));
            }
        }
        given().head("/runs/" + id + "/signals?group=A&from=x").then().statusCode(400);
        given().head("/runs/" + id + "/series").then().statusCode(404);
    }

    @Test
    void shouldListTheGroups() {
        String csv = "time,symbol,close\n2024-01-02,\"A,1\",1\n2024-01-02,B,7\n2024-01-03,\"A,1\",2\n2024-01-03,B,0\n";
        String id = uploaded("groups.csv", csv, "group", "symbol");

        given().get("/runs/" + id + "/groups")
                .then()
                .statusCode(200)
                .body("name", equalTo(List.of("A,1", "B")))
                .body("[0].rows", equalTo(2))
                .body("[0].value", equalTo(0f))
                .body("[0].firstTime", equalTo("2024-01-02T00:00:00Z"))
                .body("[0].lastTime", equalTo("2024-01-03T00:00:00Z"))
                .body("[0].findings", equalTo(List.of()))
                .body("[1].findings", equalTo(List.of("not-positive")));
        given().get("/runs/" + id + "/artifacts/groups.csv")
                .then()
                .statusCode(200)
                .body(is("group,rows,signal_rate,first_time,last_time,findings\n"
                        + "\"A,1\",2,0.0000,2024-01-02T00:00:00Z,2024-01-03T00:00:00Z,\n"
                        + "B,2,0.0000,2024-01-02T00:00:00Z,2024-01-03T00:00:00Z,not-positive\n"));
        given().get("/runs/" + uploaded("days.csv", DAYS, "window", "1") + "/groups")
                .then()
                .statusCode(404)
                .body("detail", equalTo("The run has no groups"));
        given().get("/runs/" + id).then().body("links.groups", equalTo("/runs/" + id + "/groups"));
    }

    @Test
    void shouldHaveTheGroupWithoutAName() {
        String id = uploaded("groups.csv", "symbol,close\n,1\nA,2\n,3\n", "group", "symbol");

        given().get("/runs/" + id + "/signals?group=")
                .then()
                .body(is("group,value,rolling_mean,signal\n,1.0,,0\n,3.0,,0\n"));
        given().get("/runs/" + id + "/series?group=").then().statusCode(200).body("rows", equalTo(2));
    }

    @Test
    void shouldListGroupsWithoutTimes() {
        String id = uploaded("groups.csv", "symbol,close\nA,1\n", "group", "symbol");

        given().get("/runs/" + id + "/groups")
                .then()
                .body("[0].firstTime", nullValue())
                .body("[0].lastTime", nullValue());
    }

    private static String uploaded(String name, String csv, String key, String value) {
        return given().header("Prefer", "wait=30")
                .multiPart("file", name, csv.getBytes(StandardCharsets.UTF_8))
                .multiPart(key, value)
                .post("/runs")
                .path("id");
    }
}
