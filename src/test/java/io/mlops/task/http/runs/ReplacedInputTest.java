package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server-side input that is replaced while its run waits. */
@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
class ReplacedInputTest {
    private static final String SECRET = "root:x:0:0:root";

    @Inject
    InputDirectories inputs;

    @TempDir
    Path other;

    @ParameterizedTest
    @ValueSource(strings = {"signal", "housing"})
    void shouldNotReadWhatALinkLeadsTo(String pipeline) throws Exception {
        Path input = input();
        Path secret = Files.writeString(other.resolve("secret.csv"), SECRET + "\n1\n");
        String id = replacedWhileQueued(input, pipeline, () -> {
            Files.delete(input);
            Files.createSymbolicLink(input, secret);
        });
        assertFails(id, "Input file cannot be read: data.csv: must be a regular file, was a link");
        given().get("/runs/" + id + "/input")
                .then()
                .statusCode(404)
                .body("detail", equalTo("The input no longer exists"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "housing"})
    void shouldNotWaitForAPipe(String pipeline) throws Exception {
        Path input = input();
        String id = replacedWhileQueued(input, pipeline, () -> {
            Files.delete(input);
            new ProcessBuilder("mkfifo", input.toString()).start().onExit().join();
        });
        assertFails(id, "Input file cannot be read: data.csv: must be a regular file, was a pipe or a device");
        given().get("/runs/" + id + "/input").then().statusCode(404);
        given().get("/runs/" + id + "/series").then().statusCode(404);
    }

    @Test
    void shouldNameADirectory() throws Exception {
        Path input = input();
        String id = replacedWhileQueued(input, "signal", () -> {
            Files.delete(input);
            Files.createDirectory(input);
        });
        assertFails(id, "Input file cannot be read: data.csv: must be a regular file, was a directory");
        Files.delete(input);
    }

    private interface Replacement {
        void replace() throws IOException;
    }

    private Path input() throws IOException {
        Path root = inputs.roots().get(0);
        Files.deleteIfExists(root.resolve("data.csv"));
        return Files.write(root.resolve("data.csv"), Service.CSV);
    }

    private static String replacedWhileQueued(Path input, String pipeline, Replacement replacement) throws Exception {
        String running = Service.waitingId();
        Service.awaitState(running, "running");
        String id = given().contentType(ContentType.JSON)
                .body("{\"input\": \"" + input.getFileName() + "\", \"pipeline\": \"" + pipeline + "\"}")
                .post("/runs")
                .path("id");
        replacement.replace();
        Service.cancel(running);
        return id;
    }

    private static void assertFails(String id, String error) throws Exception {
        Service.awaitState(id, "failed");
        given().get("/runs/" + id).then().body("error", equalTo(error));
        assertThat(given().get("/runs/" + id + "/log").asString())
                .contains(error)
                .doesNotContain(SECRET);
    }
}
