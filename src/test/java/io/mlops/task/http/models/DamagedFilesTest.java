package io.mlops.task.http.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.profile.RetrainingProfile;
import io.mlops.task.retraining.RetrainingService;
import io.mlops.task.sample.HousingFile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that is replaced by a damaged one: neither a run nor a retraining makes its model the champion. */
@QuarkusTest
@TestProfile(RetrainingProfile.class)
class DamagedFilesTest {
    private static final String FILE = "nightly.csv";

    @Inject
    RetrainingService retraining;

    @Inject
    InputDirectories inputs;

    private int champion;

    @BeforeEach
    void promoteAModelOfTheSample() throws IOException {
        write(HousingFile.sample());
        champion = train(20).getInt("model_version");
        if (champion() != champion) {
            HousingVersions.promote(champion, "test").then().statusCode(200);
        }
    }

    @ParameterizedTest
    @EnumSource(HousingFile.Damage.class)
    void shouldNotReplaceTheChampion(HousingFile.Damage damage) throws Exception {
        write(damage.file());
        JsonPath metrics = train(300);
        assertThat(metrics.getBoolean("promoted")).isFalse();
        given().get("/models/housing/versions/" + metrics.getInt("model_version"))
                .then()
                .body("refusal.reason", equalTo(metrics.getString("promotion_reason")))
                .body("refusal.state", oneOf("held", "rejected"));

        retraining.onSchedule();
        JsonPath run = awaitNewest();
        assertThat(run.getString("labels.retrain")).isEqualTo("schedule");
        assertThat(run.getString("config.checks")).isEqualTo("error");
        if (hasFindings(damage)) {
            assertThat(run.getString("state")).isEqualTo("failed");
            assertThat(run.getString("error")).endsWith("the configuration says checks: error");
            assertThat(run.getList("findings")).isNotEmpty();
        } else {
            assertThat(run.getString("state")).isEqualTo("succeeded");
        }
        assertThat(champion()).isEqualTo(champion);
    }

    @Test
    void shouldReplaceTheChampionByABetterModelOfAWholeFile() {
        JsonPath metrics = train(300);
        assertThat(metrics.getBoolean("promoted"))
                .as(metrics.getString("promotion_reason"))
                .isTrue();
        given().get("/models/housing/versions/" + metrics.getInt("model_version"))
                .then()
                .body("champion", equalTo(true))
                .body("refusal", nullValue());
    }

    /** Columns of their own look as before if rows are shuffled or missing; the gate decides about those. */
    private static boolean hasFindings(HousingFile.Damage damage) {
        return damage != HousingFile.Damage.TARGET_SHUFFLED && damage != HousingFile.Damage.TWENTY_ROWS;
    }

    private void write(HousingFile file) throws IOException {
        Path written = inputs.roots().get(0).resolve(FILE);
        Files.write(written, file.bytes());
    }

    private static JsonPath train(int rounds) {
        JsonPath run = Service.ended(given().contentType(ContentType.JSON)
                .body(Map.of(
                        "input",
                        FILE,
                        "pipeline",
                        "housing",
                        "config",
                        Map.of("gradient_boosting", Map.of("rounds", rounds, "max_depth", 3)))));
        assertThat(run.getString("state")).as(run.getString("error")).isEqualTo("succeeded");
        return given().get(run.getString("links.metrics")).jsonPath();
    }

    private static JsonPath awaitNewest() {
        String id = given().get("/runs?pipeline=housing&limit=1").path("runs[0].id");
        Service.await().until(() -> !"queued running"
                .contains(given().get("/runs/" + id).path("state").toString()));
        return given().get("/runs/" + id).jsonPath();
    }

    private static int champion() {
        return given().get("/models/housing").jsonPath().getInt("champion");
    }
}
