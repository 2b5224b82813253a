package io.mlops.task.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.profile.RetrainingProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RetrainingProfile.class)
class ModelMaintenanceTest {
    private static final String WINDOW_ROWS = "mlops_model_drift_window_rows\\{model=\"housing\",window=\"rows\"\\} ";

    @ConfigProperty(name = "mlops.data")
    Path data;

    @Test
    void shouldSaveTheMonitoringStateAndMeasureDriftIfTheRequestLogCannotBeWritten() throws IOException {
        RetrainingProfile.startCooldown();
        HousingVersions.newChampion();
        Service.await().untilAsserted(() -> assertThat(Service.metrics()).containsPattern(WINDOW_ROWS + "0"));
        Path state = data.resolve("monitoring").resolve("housing.bin");
        Files.deleteIfExists(state);
        Path log = data.resolve("requests");
        Path aside = data.resolve("requests-aside");
        boolean exists = Files.exists(log);
        if (exists) {
            Files.move(log, aside);
        }
        Files.createFile(log);

        Service.await().untilAsserted(() -> {
            given().contentType(ContentType.JSON).body(HousingRequests.ONE).post("/predict");
            assertThat(state).exists();
            assertThat(Service.metrics()).containsPattern(WINDOW_ROWS + "[1-9]");
        });

        assertThat(log).isEmptyFile();
        Files.delete(log);
        if (exists) {
            Files.move(aside, log);
        }
    }
}
