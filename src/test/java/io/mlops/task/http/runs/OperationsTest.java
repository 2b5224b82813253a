package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.mlops.task.http.Service;
import io.mlops.task.http.endpoint.Endpoints;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class OperationsTest {
    @Inject
    Endpoints endpoints;

    @ConfigProperty(name = "mlops.data")
    Path data;

    @Test
    void shouldBeLiveAndReady() {
        given().get("/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("submits"))
                .body("checks.find { it.name == 'submits' }.data.queueCapacity", equalTo(1000));
    }

    @Test
    void shouldExposeEveryMetric() {
        String before = Service.metrics();
        String id = Service.endedId();
        given().contentType("text/plain").body("x").post("/runs");
        given().delete("/runs/" + id);
        String metrics = Service.metrics();
        Map<String, Double> moved = Map.of(
                "mlops_runs_submitted_total{pipeline=\"signal\"}", 1.0,
                "mlops_runs_completed_total{pipeline=\"signal\",state=\"succeeded\"}", 1.0,
                "mlops_runs_completed_total{pipeline=\"signal\",state=\"failed\"}", 0.0,
                "mlops_runs_rejected_total{reason=\"unsupported_type\"}", 1.0,
                "mlops_runs_deleted_total{reason=\"request\"}", 1.0,
                "mlops_processed_rows_total{pipeline=\"signal\"}", 5.0,
                "mlops_processed_bytes_total{pipeline=\"signal\"}", (double) Service.CSV.length,
                "mlops_queue_wait_seconds_count{pipeline=\"signal\"}", 1.0,
                "mlops_run_duration_seconds_count{pipeline=\"signal\"}", 1.0);
        moved.forEach((series, by) -> assertThat(value(metrics, series) - value(before, series))
                .as(series)
                .isEqualTo(by));
        assertThat(metrics)
                .contains(
                        "mlops_runs_submitted_total{pipeline=\"signal\"}",
                        "mlops_runs_completed_total{pipeline=\"signal\",state=\"succeeded\"}",
                        "mlops_runs_completed_total{pipeline=\"signal\",state=\"failed\"}",
                        "mlops_runs_rejected_total{reason=\"queue_full\"}",
                        "mlops_runs_rejected_total{reason=\"unsupported_type\"}",
                        "mlops_runs_running ",
                        "mlops_queue_depth ",
                        "mlops_queue_capacity 1000",
                        "mlops_queue_wait_seconds_bucket{pipeline=\"signal\",le=\"0.1\"}",
                        "mlops_run_duration_seconds_bucket{pipeline=\"signal\",le=\"0.1\"}",
                        "mlops_processed_rows_total{pipeline=\"signal\"}",
                        "mlops_processed_bytes_total{pipeline=\"signal\"}",
                        "mlops_last_success_timestamp_seconds{pipeline=\"signal\"}",
                        "mlops_runs_recovered_total ",
                        "mlops_runs_deleted_total{reason=\"retention\"}",
                        "mlops_disk_free_bytes ",
                        "mlops_disk_min_free_bytes ",
                        "mlops_ready 1.0",
                        "mlops_workers ",
                        "mlops_run_save_failures_total 0.0",
                        "http_server_requests_seconds_bucket")
                .doesNotContainPattern("mlops_\\S+ NaN");
    }

    @Test
    void shouldTagRequestMetricsWithKnownMethodsAndPathTemplatesOnly() {
        for (String method : new String[] {"FOO", "BAR", "BREW"}) {
            given().request(method, "/runs").then().statusCode(405);
        }
        for (String path :
                new String[] {"/runs/x/series", "/runs/x/log", "/models/housing/versions/9/card", "/runs/x/y"}) {
            given().get(path).then().statusCode(404);
        }
        given().options("/runs/x/log").then().statusCode(204);
        given().put("/runs/x/y/z").then().statusCode(404);
        given().put("/runs/x/config").then().statusCode(405);
        given().header("Sec-Fetch-Site", "cross-site")
                .post("/runs/x/rerun")
                .then()
                .statusCode(403);
        assertThat(Service.metrics())
                .contains("http_server_requests_seconds_count{method=\"OTHER\"")
                .doesNotContain("\"FOO\"", "\"BAR\"", "\"BREW\"", "$1")
                .contains(
                        "uri=\"/runs/{id}/series\"",
                        "uri=\"/runs/{id}/log\"",
                        "uri=\"/runs/{id}/config\"",
                        "uri=\"/runs/{id}/rerun\"",
                        "uri=\"/models/{name}/versions/{version}/card\"",
                        "uri=\"NOT_FOUND\"")
                .doesNotContain("uri=\"/runs/x", "uri=\"/models/housing");
    }

    /** Zero where the series is not there. */
    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    @Test
    void shouldDescribeEveryOperationWithItsProblems() {
        Map<String, Map<String, Map<String, Object>>> paths =
                given().get("/openapi?format=json").jsonPath().getMap("paths");
        assertThat(paths)
                .containsKeys(
                        "/runs",
                        "/runs/compare",
                        "/runs/{id}",
                        "/runs/{id}/labels",
                        "/runs/{id}/metrics",
                        "/runs/{id}/log",
                        "/runs/{id}/config",
                        "/runs/{id}/input",
                        "/runs/{id}/cancel",
                        "/runs/{id}/rerun",
                        "/health");
        paths.forEach((path, operations) -> {
            if (path.startsWith("/runs")) {
                operations.forEach((method, operation) -> assertDescribed(path, method, operation));
            }
        });
    }

    @Test
    void shouldDescribeTheProblemsOfModelsAndFilters() {
        Map<String, Object> paths =
                given().get("/openapi?format=json").jsonPath().getMap("paths");
        assertThat(problems(paths, "/predict", "post", "503")).contains("model_not_available", "model_unreadable");
        assertThat(problems(paths, "/models/{name}", "get", "503")).contains("model_unreadable");
        assertThat(problems(paths, "/batch_predict", "post", "422")).contains("invalid_config");
        assertThat(problems(paths, "/predict", "post", "429")).contains("too_many_uploads");
        assertThat(problems(paths, "/runs/{id}/cancel", "post", "403")).contains("forbidden", "cross_site");
        assertThat(problems(paths, "/runs", "get", "403")).contains("forbidden").doesNotContain("cross_site");
    }

    @Test
    void shouldDescribeEveryReferencedSchema() {
        String api = given().get("/openapi?format=json").asString();
        Map<String, Object> schemas = JsonPath.from(api).getMap("components.schemas");
        Set<String> references = Pattern.compile("#/components/schemas/([^\"]+)\"")
                .matcher(api)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(references).contains("Problem", "Run").isSubsetOf(schemas.keySet());
    }

    private static String problems(Map<String, Object> paths, String path, String method, String status) {
        Map<?, ?> operation = (Map<?, ?>) ((Map<?, ?>) paths.get(path)).get(method);
        return String.valueOf(((Map<?, ?>) operation.get("responses")).get(status));
    }

    private void assertDescribed(String path, String method, Map<String, Object> operation) {
        assertThat(operation).as(path).containsKeys("operationId", "summary");
        assertThat(endpoints.allowedMethods(path)).as("Allow of " + path).contains(method.toUpperCase());
        Map<?, ?> responses = (Map<?, ?>) operation.get("responses");
        for (String status : new String[] {"401", "403", "406"}) {
            assertThat(responses.containsKey(status)).as(path + " " + status).isTrue();
        }
        responses.forEach((status, response) -> {
            if (status.toString().startsWith("4")) {
                Map<?, ?> content = (Map<?, ?>) ((Map<?, ?>) response).get("content");
                assertThat(content.keySet().toString()).as(path + " " + status).isEqualTo("[" + Service.PROBLEM + "]");
            }
        });
        if (path.contains("{id}")) {
            assertThat(responses.containsKey("404")).as(path).isTrue();
        }
    }

    @Test
    void shouldDeleteUploads() {
        Service.endedId();
        given().multiPart("file", "a.csv", Service.CSV).multiPart("window", "0").post("/runs");
        Service.await().untilAsserted(() -> assertThat(data.resolve("uploads")).isEmptyDirectory());
    }
}
