package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.RawConnection;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
class HostileRequestsTest {
    private static final String MULTIPART = "multipart/form-data; boundary=x";
    private static final String FILE =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nclose\n1\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                FILE + "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n",
                "--x\r\nContent-Disposition: form-data; name=file\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n"
                        + "--y\r\nContent-Disposition: attachment; filename=\"a.csv\"\r\n\r\nclose\n1\n\r\n--y--\r\n\r\n--x--\r\n",
            })
    void shouldRejectInvalidParts(String body) {
        Service.multipart(given(), MULTIPART, body)
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\u2028", "\\u0085", "\\n"})
    void shouldRejectALabelThatIsNotPrintable(String value) {
        given().contentType(ContentType.JSON)
                .body("{\"input\": \"ohlcv.csv\", \"labels\": {\"a\": \"" + value + "\"}}")
                .post("/runs")
                .then()
                .statusCode(400)
                .body("detail", containsString("printable"));
    }

    @Test
    void shouldRejectJsonThatIsNotUtf8() {
        byte[] overlong = "{\"input\": \"??\"}".getBytes(StandardCharsets.US_ASCII);
        overlong[11] = (byte) 0xc0;
        overlong[12] = (byte) 0xaf;
        given().contentType(ContentType.JSON)
                .body(overlong)
                .post("/runs")
                .then()
                .statusCode(400)
                .body("detail", equalTo("not JSON: it is not UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /runs HTTP/1.1\r\n", "GET /runs HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\n"})
    void shouldRejectARequestWithoutExactlyOneHost(String head) throws IOException {
        assertThat(RawConnection.exchange(head + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("/problems/invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /runs HTTP/1.1\r\nHost: evil.example\r\n",
                "GET /runs HTTP/1.0\r\nHost: evil.example\r\n",
                "GET /health HTTP/1.1\r\nHost: evil.example\r\n",
                "GET /v2/health/live HTTP/1.1\r\nHost: evil.example:80\r\n",
                "GET /metrics HTTP/1.1\r\nHost: 192.0.2.1\r\n",
                "GET / HTTP/1.1\r\nHost: [2001:db8::2]\r\n",
                "GET /assets/runs.js HTTP/1.1\r\nHost: evil.example\r\n",
                "GET /openapi HTTP/1.1\r\nHost: localhost.evil.example\r\n",
                "GET /nothing HTTP/1.1\r\nHost: evil.example\r\n",
                "POST /runs HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nContent-Length: 5\r\n",
                "POST /runs HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 99999999\r\n",
                "GET http://evil.example/runs HTTP/1.1\r\nHost: localhost\r\n",
                "GET http://localhost@evil.example/runs HTTP/1.1\r\nHost: localhost\r\n",
                "GET http://localhost/runs HTTP/1.1\r\nHost: evil.example\r\n",
                "GET /runs HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
            })
    void shouldRejectAnotherHostBeforeAnythingElse(String head) throws IOException {
        assertThat(RawConnection.exchange(head + "\r\n" + "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 421 .*")
                .containsIgnoringCase("Content-Type: application/problem+json")
                .contains("X-Content-Type-Options: nosniff")
                .contains("\"type\":\"/problems/misdirected-request\"")
                .contains("Host: must be a loopback name or address, or one of mlops.allowed-hosts, was")
                .doesNotContain("200 OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/live HTTP/1.1\r\nHost: localhost:1\r\n",
                "GET /health/live HTTP/1.1\r\nHost: SERVICE.example.:8080\r\n",
                "GET /health/live HTTP/1.1\r\nHost: [::1]:8080\r\n",
                "GET /health/live HTTP/1.1\r\nHost: [2001:db8:0::1]\r\n",
                "GET http://service.example/health/live HTTP/1.1\r\nHost: localhost\r\n",
                "GET /health/live HTTP/1.0\r\n",
            })
    void shouldRespondToItsHosts(String head) throws IOException {
        assertThat(RawConnection.exchange(head + "Connection: close\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    @Test
    void shouldNotRespondToARequestSmuggledBehindChunks() throws IOException {
        String smuggled = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(RawConnection.exchange("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + MULTIPART
                        + "\r\n" + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("HTTP/1.1 200");
    }

    @Test
    void shouldRespondOnceToChunksAboveTheLimit() throws IOException {
        String body = "5000\r\n" + "x".repeat(0x5000) + "\r\n";
        assertThat(RawConnection.exchange("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + MULTIPART
                        + "\r\n" + "Transfer-Encoding: chunked\r\n\r\n" + body + body + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .doesNotContain("HTTP/1.1 5");
    }

    @Test
    void shouldCloseTheConnectionsOfSlowClientsAndAcceptOthersThen() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < AdverseConditionsProfile.MAX_CONCURRENT_UPLOADS; i++) {
            slow.add(RawConnection.open(
                    "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\nContent-Type: " + MULTIPART
                            + "\r\n\r\n" + FILE));
        }
        Service.await().untilAsserted(() -> Service.sizedUpload(given())
                .post("/runs")
                .then()
                .statusCode(429)
                .header("Retry-After", "5")
                .body("type", equalTo("/problems/too-many-uploads")));
        given().get("/runs").then().statusCode(200);
        for (RawConnection connection : slow) {
            assertThat(connection.readAll()).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
            connection.close();
        }
        Service.await().untilAsserted(() -> Service.sizedUpload(given())
                .header("Prefer", "wait=20")
                .post("/runs")
                .then()
                .statusCode(200));
    }
}
