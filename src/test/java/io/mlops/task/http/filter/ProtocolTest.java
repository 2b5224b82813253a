package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.mlops.task.http.RawConnection;
import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests at the edges of HTTP: what a client means is done, or the request is rejected with a problem. */
@QuarkusTest
@TestProfile(DefaultsProfile.class)
class ProtocolTest {
    private static final String SUBMIT = "{\"input\":\"ohlcv.csv\"}";
    private static final String PART =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nclose\n1\n2\n\r\n--x--\r\n";
    private static final String KNOWN =
            "unknown, must be one of state, pipeline, since, sort, limit, cursor, label.<name>; ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/runs?status=failed                    | query key \"status\": " + KNOWN + "did you mean \"state\"?",
                "/runs?LIMIT=1                          | query key \"LIMIT\": " + KNOWN + "did you mean \"limit\"?",
                "/runs?labels.team=a                    | query key \"labels.team\": " + KNOWN,
                "/runs?state=succeeded&state=failed     | query key \"state\": must occur once, but occurs 2 times",
                "/runs?label.team=a&label.team=b        | query key \"label.team\": must occur once, but occurs 2 times",
                "/runs?limit=1&limit=1                  | query key \"limit\": must occur once",
                "/runs/compare?id=a,b                   | did you mean \"ids\"?",
                "/pipelines/signal/config?seed=1&seed=2 | query key \"seed\": must occur once",
                "/v2?x=1                                | query key \"x\": unknown, there are none",
                "/models?x                              | query key \"x\": unknown, there are none",
                "/runs?pipeline=                        | query key \"pipeline\": must not be empty",
                "/runs?state                            | query key \"state\": must not be empty",
                "/runs/x/signals?from=1&to=             | query key \"to\": must not be empty",
                "/runs/x/series?points=                 | query key \"points\": must not be empty",
            })
    void shouldRejectQueryKeysThatAreUnknownOccurTwiceOrAreEmpty(String path, String detail) {
        given().get(path).then().statusCode(400).contentType(Service.PROBLEM).body("detail", containsString(detail));
    }

    @Test
    void shouldNameTheHeaderOfAMediaTypeThatAPathDoesNotHave() {
        given().accept("image/png")
                .get("/runs")
                .then()
                .statusCode(406)
                .body(
                        "detail",
                        equalTo("Accept: must be a media type that /openapi names for this path, was \"image/png\""));
        given().contentType("text/plain")
                .body("x")
                .put("/runs/x/labels")
                .then()
                .statusCode(415)
                .body("detail", containsString("Content-Type: must be a media type that /openapi names"));
    }

    @Test
    void shouldRejectASubmissionWithAQueryKey() {
        Service.upload()
                .post("/runs?window=5")
                .then()
                .statusCode(400)
                .body("detail", equalTo("query key \"window\": unknown, there are none"));
    }

    @Test
    void shouldAcceptKnownQueryKeys() {
        given().get("/runs?limit=1&state=failed&label.team=a&sort=-rows").then().statusCode(200);
        given().get("/pipelines/signal/config?window=x&nonsense=1").then().statusCode(200);
        given().get("/?label.team=a&x=y").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Idempotency-Key: \r\n",
                "Idempotency-Key:\r\n",
                "Idempotency-Key: \t \r\n",
                "Idempotency-Key: a\r\nIdempotency-Key: b\r\n",
                "Idempotency-Key: a\r\nidempotency-key: a\r\n",
                "Content-Type: text/plain\r\n",
                "Authorization: a\r\nAuthorization: b\r\n",
            })
    void shouldRejectAnEmptyOrDoubledHeader(String headers) throws IOException {
        String response = submit("HTTP/1.1", headers);
        assertThat(response).startsWith("HTTP/1.1 400").contains("/problems/invalid-request");
        assertThat(response).containsAnyOf("must occur once", "Idempotency-Key: must be 1 to 255 printable");
    }

    @Test
    void shouldContinueOnlyClientsThatKnowOfIt() throws IOException {
        assertThat(submit("HTTP/1.1", "Expect: 100-continue\r\n"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202");
        assertThat(submit("HTTP/1.0", "Expect: 100-continue\r\n"))
                .doesNotContain("100 Continue")
                .contains("202 Accepted");
    }

    @Test
    void shouldContinueASmallPrediction() throws IOException {
        assertThat(RawConnection.exchange(
                        "POST /v2/models/housing/infer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boundary=x", "BOUNDARY=x", "Boundary=\"x\"", "charset=utf-8; boundary = x"})
    void shouldReadABoundaryHoweverItIsWritten(String parameter) throws IOException {
        assertThat(RawConnection.exchange(
                        "POST /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; "
                                + parameter + "\r\nContent-Length: " + PART.length() + "\r\n\r\n" + PART))
                .startsWith("HTTP/1.1 202");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "; boundary=", "; boundary=\"\"", "; boundary", "; boundry=x"})
    void shouldRejectAFormWithoutABoundary(String parameter) throws IOException {
        assertThat(RawConnection.exchange(
                        "POST /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data"
                                + parameter + "\r\nContent-Length: " + PART.length() + "\r\n\r\n" + PART))
                .startsWith("HTTP/1.1 400")
                .contains("with a boundary");
    }

    @Test
    void shouldRejectAFileNameWithALonePercent() throws IOException {
        String body = PART.replace("filename=\"a.csv\"", "filename*=UTF-8''50%.csv");
        assertThat(sendForm(body)).startsWith("HTTP/1.1 400").contains("filename*: must be a charset");
        String id = new JsonPath(sendForm(PART.replace("filename=\"a.csv\"", "filename*=UTF-8'en'50%25+a.csv"))
                        .split("\r\n\r\n")[1])
                .getString("input.name");
        assertThat(id).isEqualTo("50%+a.csv");
    }

    @Test
    void shouldReadCompressedBodies() throws IOException {
        encoded("gzip", "application/json", gzip(SUBMIT)).then().statusCode(202);
        encoded("X-GZip", "application/json", gzip(SUBMIT)).then().statusCode(202);
        encoded("deflate", "application/json", deflate(SUBMIT)).then().statusCode(202);
        encoded("identity", "application/json", SUBMIT.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(202);
        encoded("gzip", "multipart/form-data; boundary=x", gzip(PART)).then().statusCode(202);
    }

    @Test
    void shouldRejectOtherEncodings() throws IOException {
        for (String encoding : new String[] {"snappy", "br", "gzip, gzip", "gzip;q=1"}) {
            encoded(encoding, "application/json", gzip(SUBMIT))
                    .then()
                    .statusCode(415)
                    .header("Accept-Encoding", "gzip, deflate")
                    .contentType(Service.PROBLEM)
                    .body("detail", startsWith("Content-Encoding: must be gzip, deflate or none, was " + encoding));
        }
        encoded("gzip", "application/json", SUBMIT.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(400)
                .body("detail", equalTo("the body is not what Content-Encoding says, gzip"));
        byte[] cut = gzip(PART);
        cut = java.util.Arrays.copyOf(cut, cut.length / 2);
        encoded("gzip", "multipart/form-data; boundary=x", cut).then().statusCode(400);
    }

    @Test
    void shouldBoundCompressedBodies() throws IOException {
        encoded("gzip", "application/json", gzip(" ".repeat(2 << 20) + SUBMIT))
                .then()
                .statusCode(413);
        encoded("gzip", "multipart/form-data; boundary=x", gzip(PART + "\0".repeat(1 << 20)))
                .then()
                .statusCode(413)
                .body("detail", endsWith("is larger than 65536 bytes"));
    }

    @Test
    void shouldEndAnEventStreamThatReconnectsAfterTheEnd() {
        String id = Service.endedId();
        int size = given().get("/runs/" + id + "/log").asByteArray().length;
        events(id, size).then().statusCode(204);
        events(id, size + 1).then().statusCode(204);
        events(id, size - 10).then().statusCode(200);
    }

    private static Response events(String id, int after) {
        return given().accept("text/event-stream")
                .header("Last-Event-ID", after)
                .get("/runs/" + id + "/log");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET /runs HTTP/1.1",
                "400 | GET * HTTP/1.1~Host: a",
                "400 | POST * HTTP/1.1~Host: a~Content-Length: 0",
                "400 | GET runs HTTP/1.1~Host: a",
                "400 | GET mailto:x HTTP/1.1~Host: a",
                "400 | GET ftp://localhost/runs HTTP/1.1~Host: a",
                "404 | OPTIONS /nothing HTTP/1.1~Host: a",
                "405 | CONNECT a:80 HTTP/1.1~Host: a",
                "405 | CONNECT /runs HTTP/1.1~Host: a",
                "405 | POST /swagger-ui HTTP/1.1~Host: a~Content-Length: 0",
                "405 | POST /x/../metrics HTTP/1.1~Host: a~Content-Length: 0",
                "404 | GET /nothing HTTP/1.1~Host: a",
                "404 | GET /assets/nothing.js HTTP/1.1~Host: a",
                "404 | GET /swagger-ui/nothing HTTP/1.1~Host: a",
                "404 | GET /%2e%2e/x HTTP/1.1~Host: a",
                "405 | PATCH /runs HTTP/1.1~Host: a~Content-Length: 0",
                "405 | POST /health HTTP/1.1~Host: a~Content-Length: 0",
                "405 | BREW /runs HTTP/1.1~Host: a",
                "406 | GET /runs HTTP/1.1~Host: a~Accept: image/png",
                "413 | POST /runs HTTP/1.1~Host: a~Content-Type: multipart/form-data; boundary=x~Content-Length: 99999999999",
                "415 | POST /predict HTTP/1.1~Host: a~Content-Type: image/png~Content-Length: 0",
                "415 | POST /runs HTTP/1.1~Host: a~Content-Type: text/plain~Content-Length: 0",
            })
    void shouldDescribeEveryRejection(int status, String head) throws IOException {
        String response = RawConnection.exchange(
                head.replace("Host: a", "Host: localhost").replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n");
        assertThat(response)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/problem+json");
        assertThat(new JsonPath(response.split("\r\n\r\n")[1]).getInt("status")).isEqualTo(status);
    }

    @Test
    void shouldReturnTheMethodsOfTheServer() throws IOException {
        assertThat(RawConnection.exchange("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("\r\nallow: DELETE, GET, HEAD, OPTIONS, POST, PUT\r\n");
    }

    private static String submit(String version, String headers) throws IOException {
        return RawConnection.exchange("POST /runs " + version + "\r\nHost: localhost\r\nConnection: close\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + SUBMIT.length() + "\r\n\r\n" + SUBMIT);
    }

    private static String sendForm(String body) throws IOException {
        return RawConnection.exchange("POST /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                + "multipart/form-data; boundary=x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static Response encoded(String encoding, String contentType, byte[] body) {
        return Service.body(given().header("Content-Encoding", encoding), contentType, body)
                .post("/runs");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
