package io.mlops.task.http;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The service as a client sees it, with what the tests send to it. */
public final class Service {
    public static final String PROBLEM = "application/problem+json";
    public static final byte[] CSV = "close\n1\n2\n3\n2\n5\n".getBytes(StandardCharsets.UTF_8);

    private Service() {}

    /** A folder of its own for each start. */
    public static Map<String, String> settings() {
        try {
            Map<String, String> settings = new HashMap<>();
            Path folders = Files.createDirectories(Path.of("target", "service").toAbsolutePath());
            settings.put("mlops.data", Files.createTempDirectory(folders, "").toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the service starts without any setting. */
    public static final class Plain implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return settings();
        }
    }

    public static RequestSpecification upload() {
        return given().multiPart("file", "data.csv", CSV).multiPart("window", "2");
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

    public static void awaitState(String id, String state) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            if (given().get("/runs/" + id).jsonPath().getString("state").equals(state)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("run " + id + " is not " + state);
    }

    public static void cancel(String id) throws InterruptedException {
        given().contentType(ContentType.JSON).post("/runs/" + id + "/cancel");
        awaitState(id, "cancelled");
    }

    static Path path(String name, byte[] content) throws IOException {
        return Files.write(Files.createTempDirectory("roots").resolve(name), content);
    }
}
