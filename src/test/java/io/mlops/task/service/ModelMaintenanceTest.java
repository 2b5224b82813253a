package io.mlops.task.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ModelMaintenanceTest.NoRequestLog.class)
class ModelMaintenanceTest {
    @ConfigProperty(name = "mlops.data")
    Path data;

    private static final Pattern WINDOW_ROWS =
            Pattern.compile("mlops_model_drift_window_rows\\{model=\"housing\",?\\} [1-9]");

    /** A file has the name of the directory of the request log. */
    public static final class NoRequestLog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = Service.settings();
            settings.put("mlops.models.monitoring-interval", "PT1S");
            settings.put("mlops.models.request-log.sampling-rate", "1");
            try {
                Files.createFile(Path.of(settings.get("mlops.data"), "requests"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return settings;
        }
    }

    @Test
    void shouldSaveTheMonitoringStateAndMeasureDriftIfTheRequestLogCannotBeWritten() throws Exception {
        HousingRequests.champion();
        Path state = data.resolve("watch").resolve("housing.bin");
        for (int i = 0;
                i < 150
                        && !(Files.exists(state)
                                && WINDOW_ROWS.matcher(metrics()).find());
                i++) {
            given().contentType(ContentType.JSON).body(HousingRequests.ONE).post("/predict");
            Thread.sleep(100);
        }

        assertThat(state).exists();
        assertThat(metrics()).containsPattern(WINDOW_ROWS);
    }

    private static String metrics() {
        return given().get("/metrics").asString();
    }
}
