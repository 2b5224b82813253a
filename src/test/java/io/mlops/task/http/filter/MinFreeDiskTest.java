package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MinFreeDiskTest.Low.class)
class MinFreeDiskTest {
    /** No disk has as much room. */
    public static final class Low implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = Service.settings();
            settings.put("mlops.min-free-disk", String.valueOf(Long.MAX_VALUE));
            return settings;
        }
    }

    @Test
    void shouldTakeNoRunBelowTheFloor() {
        Service.upload()
                .post("/runs")
                .then()
                .statusCode(503)
                .contentType(Service.PROBLEM)
                .header("Retry-After", "60")
                .body("type", equalTo("/problems/insufficient-storage"))
                .body("detail", containsString("must be at least " + Long.MAX_VALUE));
        given().get("/runs").then().statusCode(200).body("runs", empty());
        given().get("/health/ready").then().statusCode(503);
        assertThat(given().get("/metrics").asString())
                .contains("mlops_runs_rejected_total{reason=\"insufficient_storage\"} 1.0");
    }
}
