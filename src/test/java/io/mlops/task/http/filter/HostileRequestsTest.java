package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(HostileRequestsTest.Impatient.class)
class HostileRequestsTest {
    private static final RestAssuredConfig RAW = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("multipart/form-data", ContentType.TEXT));
    private static final String FILE =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nclose\n1\n\r\n";

    /** Receives two bodies at the same time, and each no longer than three seconds without progress. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = Service.settings();
            settings.put("mlops.max-concurrent-uploads", "2");
            settings.put("mlops.upload-idle-timeout", "PT3S");
            settings.put("quarkus.http.limits.max-body-size", "20K");
            return settings;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FILE + "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n",
                "--x\r\nContent-Disposition: form-data; name=file\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n"
                        + "--y\r\nContent-Disposition: attachment; filename=\"a.csv\"\r\n\r\nclose\n1\n\r\n--y--\r\n\r\n--x--\r\n",
            })
    void shouldRefuseOddParts(String body) {
        given().config(RAW)
                .contentType("multipart/form-data; boundary=x")
                .body(body)
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\u2028", "\\u0085", "\\n"})
    void shouldRefuseALabelThatIsNotPrintable(String value) {
        given().contentType(ContentType.JSON)
                .body("{\"input\": \"ohlcv.csv\", \"labels\": {\"a\": \"" + value + "\"}}")
                .post("/runs")
                .then()
                .statusCode(400)
                .body("detail", containsString("printable"));
    }

    @Test
    void shouldRefuseJsonThatIsNotUtf8() {
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
    @ValueSource(strings = {"GET /runs HTTP/1.1\r\n", "GET /runs HTTP/1.1\r\nHost: a\r\nHost: b\r\n"})
    void shouldRefuseAHeadWithoutOneHost(String head) throws IOException {
        assertThat(answer(head + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("/problems/invalid-request");
    }

    @Test
    void shouldNotAnswerWhatIsSmuggledBehindChunks() throws IOException {
        String smuggled = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(answer("POST /runs HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                        + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("HTTP/1.1 200");
    }

    @Test
    void shouldAnswerOnceToChunksBeyondTheLimit() throws IOException {
        String body = "5000\r\n" + "x".repeat(0x5000) + "\r\n";
        assertThat(answer("POST /runs HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + body + body + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .doesNotContain("HTTP/1.1 5");
    }

    @Test
    void shouldTakeThePlacesOfThoseWhoTrickle() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            slow.add(opened("POST /runs HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n"
                    + "Content-Type: multipart/form-data; boundary=x\r\n\r\n" + FILE));
        }
        Thread.sleep(200);
        Service.upload()
                .post("/runs")
                .then()
                .statusCode(429)
                .header("Retry-After", "5")
                .body("type", equalTo("/problems/too-many-uploads"));
        given().get("/runs").then().statusCode(200);
        for (Socket connection : slow) {
            assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
            connection.close();
        }
        Service.upload().post("/runs").then().statusCode(202);
    }

    private static Socket opened(String request) throws IOException {
        Socket connection = new Socket("localhost", RestAssured.port);
        connection.setSoTimeout(20_000);
        OutputStream out = connection.getOutputStream();
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return connection;
    }

    private static String answer(String request) throws IOException {
        try (Socket connection = opened(request)) {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
