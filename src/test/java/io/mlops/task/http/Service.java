package io.mlops.task.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The service as a client sees it, with what the tests send to it. */
public final class Service {
    public static final String PROBLEM = "application/problem+json";
    public static final byte[] CSV = "close\n1\n2\n3\n2\n5\n".getBytes(StandardCharsets.UTF_8);

    private static final RestAssuredConfig MULTIPART_AS_TEXT = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("multipart/form-data", ContentType.TEXT));

    private Service() {}

    public static RequestSpecification upload() {
        return upload(given());
    }

    /** The client sends it in chunks, with no Content-Length. */
    public static RequestSpecification upload(RequestSpecification request) {
        return request.multiPart("file", "data.csv", CSV).multiPart("window", "2");
    }

    /**
     * The same with a Content-Length, for requests that are rejected before their body is read: after chunks the service
     * closes the connection, and a client that is still sending them misses the response.
     */
    public static RequestSpecification sizedUpload(RequestSpecification request) {
        return multipart(
                request,
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"data.csv\"\r\n\r\n"
                        + new String(CSV, StandardCharsets.UTF_8)
                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"window\"\r\n\r\n2\r\n--x--\r\n");
    }

    /** A body exactly as given, also a multipart one. */
    public static RequestSpecification body(RequestSpecification request, String contentType, byte[] body) {
        return request.config(MULTIPART_AS_TEXT).contentType(contentType).body(body);
    }

    /** A multipart body exactly as given. */
    public static RequestSpecification multipart(RequestSpecification request, String contentType, String body) {
        return request.config(MULTIPART_AS_TEXT).contentType(contentType).body(body);
    }

    /** Submits and waits for the end. */
    public static JsonPath ended(RequestSpecification request) {
        Response response = request.header("Prefer", "wait=20").post("/runs");
        response.then().statusCode(200);
        return response.jsonPath();
    }

    public static String endedId() {
        return ended(upload()).getString("id");
    }

    /** Submits a run that waits until it is told to stop. */
    public static String waitingId() {
        Response response = given().multiPart("file", "data.csv", CSV)
                .multiPart("pipeline", "wait")
                .post("/runs");
        response.then().statusCode(202);
        return response.jsonPath().getString("id");
    }

    /** Waits for what the service does in the background. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    public static void awaitState(String id, String state) {
        await().untilAsserted(() -> given().get("/runs/" + id).then().body("state", equalTo(state)));
    }

    public static void cancel(String id) {
        given().contentType(ContentType.JSON).post("/runs/" + id + "/cancel");
        awaitState(id, "cancelled");
    }

    /** In Prometheus' text format, without the comma that may end the labels. */
    public static String metrics() {
        return given().accept("text/plain").get("/metrics").asString().replace(",}", "}");
    }
}
