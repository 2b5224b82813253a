package io.mlops.task.http.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class ExceptionMappersTest {
    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/runs/x/y/z", "/q/health", "/openapi/x", "/runs/"})
    void shouldReturnNotFoundForUnknownPaths(String path) {
        given().get(path)
                .then()
                .statusCode(path.equals("/runs/") ? 200 : 404)
                .header("X-Content-Type-Options", "nosniff");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /runs          | GET, HEAD, POST",
                "DELETE | /runs          | GET, HEAD, POST",
                "POST   | /runs/x        | GET, HEAD, DELETE",
                "GET    | /runs/x/cancel | POST",
                "GET    | /runs/x/labels | PUT",
                "POST   | /runs/x/log    | GET, HEAD",
            })
    void shouldReturnTheAllowedMethods(String method, String path, String allowed) {
        given().request(method, path)
                .then()
                .statusCode(405)
                .contentType(Service.PROBLEM)
                .header("Allow", allowed)
                .body("type", equalTo("/problems/method-not-allowed"))
                .body("detail", containsString(method));
    }

    @Test
    void shouldRejectAMediaTypeThatItCannotProduce() {
        given().accept("text/csv")
                .get("/runs")
                .then()
                .statusCode(406)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/not-acceptable"));
    }

    @Test
    void shouldRejectAMediaTypeThatItCannotConsume() {
        given().contentType("text/plain")
                .body("close")
                .post("/runs")
                .then()
                .statusCode(415)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/unsupported-type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=x",
                "multipart/form-data; boundary=other"
            })
    void shouldRejectAMalformedMultipartBody(String type) {
        Service.multipart(
                        given(),
                        type,
                        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nclose")
                .post("/runs")
                .then()
                .statusCode(400)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/invalid-request"));
    }

    @Test
    void shouldSendSecurityHeaders() {
        given().get("/runs")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", containsString("default-src 'self'"));
    }

    @Test
    void shouldAllowTheScriptsOfSwaggerUi() {
        given().get("/swagger-ui/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("script-src 'self' 'unsafe-inline'"));
    }
}
