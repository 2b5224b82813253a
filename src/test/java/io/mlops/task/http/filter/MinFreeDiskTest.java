package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.mlops.task.run.FailingStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
class MinFreeDiskTest {
    @Inject
    FailingStore store;

    @AfterEach
    void reset() {
        store.limitFreeBytes(Long.MAX_VALUE);
    }

    @Test
    void shouldAcceptNoRunWithTooLittleFreeDiskSpace() {
        String accepted = Service.endedId();
        int before = given().get("/runs").jsonPath().getList("runs").size();
        store.limitFreeBytes(AdverseConditionsProfile.MIN_FREE_BYTES - 1);

        Service.sizedUpload(given())
                .post("/runs")
                .then()
                .statusCode(503)
                .contentType(Service.PROBLEM)
                .header("Retry-After", "60")
                .body("type", equalTo("/problems/insufficient-storage"))
                .body("detail", containsString("must be at least " + AdverseConditionsProfile.MIN_FREE_BYTES));

        given().get("/runs")
                .then()
                .statusCode(200)
                .body("runs", hasSize(before))
                .body("runs[0].id", equalTo(accepted));
        given().get("/health/ready").then().statusCode(503);
        assertThat(Service.metrics()).contains("mlops_runs_rejected_total{reason=\"insufficient_storage\"} 1.0");

        store.limitFreeBytes(AdverseConditionsProfile.MIN_FREE_BYTES);
        given().get("/health/ready").then().statusCode(200);
        Service.endedId();
    }
}
