package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class IdempotencyTest {
    @ConfigProperty(name = "mlops.data")
    Path data;

    @Inject
    InputDirectories inputs;

    private final String key = "key-" + System.nanoTime();

    @Test
    void shouldReturnTheRunOfARetryWhoseInputWasDeleted() throws IOException {
        Path file = Files.write(inputs.roots().get(0).resolve(key + ".csv"), Service.CSV);
        Response first = submit(file.getFileName().toString());
        first.then().statusCode(202);
        Files.delete(file);

        submit(file.getFileName().toString()).then().statusCode(200).body("id", equalTo(first.path("id")));
        submit("other.csv").then().statusCode(422).body("type", equalTo("/problems/invalid-input"));
    }

    private Response submit(String input) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body("{\"input\": \"" + input + "\", \"config\": {\"window\": 2}}")
                .post("/runs");
    }

    @Test
    void shouldCreateOneRunForRerunsWithOneKey() throws IOException {
        String original = Service.endedId();
        Response first = rerun(original);
        first.then().statusCode(202).body("rerunOf", equalTo(original));

        rerun(original).then().statusCode(200).body("id", equalTo(first.path("id")));
        rerun(Service.endedId()).then().statusCode(422).body("type", equalTo("/problems/idempotency-key-reused"));
        Service.await().untilAsserted(() -> assertThat(data.resolve("uploads")).isEmptyDirectory());
    }

    private Response rerun(String id) {
        return given().header("Idempotency-Key", key).post("/runs/" + id + "/rerun");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/batch_predict",
                "/models/housing/retrain",
                "/models/housing/rollback",
                "/models/housing/versions/1/promote"
            })
    void shouldRejectAKeyWhereItIsNotSupported(String path) {
        given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body("{}")
                .post(path)
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("Idempotency-Key"));
    }
}
