package io.mlops.task.http.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class ConfigDescriptionTest {

    @Test
    void shouldDescribeEveryConfigurationKey() {
        JsonPath schemas = given().get("/openapi?format=json").jsonPath().setRootPath("components.schemas");

        for (Pipeline pipeline : Pipelines.withoutModels()) {
            for (ConfigKey key : pipeline.schema().keys()) {
                boolean section = key.type() == ConfigKey.Type.SECTION;
                String form = schemas.getString("Upload.properties." + key.name() + ".description");
                String json =
                        schemas.getString("PathRequest.properties.config.properties." + key.name() + ".description");
                assertThat(json).contains(pipeline.name() + ": " + key.doc());
                assertThat(form).isEqualTo(section ? null : json);
                for (ConfigKey nested : key.keys()) {
                    assertThat(schemas.getString("PathRequest.properties.config.properties." + key.name()
                                    + ".properties." + nested.name() + ".description"))
                            .contains(nested.doc());
                }
            }
        }
        assertThat(schemas.getInt("Upload.properties.window.minimum")).isEqualTo(1);
        assertThat(schemas.getString("Upload.properties.test_size.minimum")).isNull();
        assertThat(schemas.getString("Upload.properties.test_size.description"))
                .contains("(0.01 to 0.9; default: 0.2)");
        assertThat(schemas.getList("Upload.properties.missing.enum")).containsExactly("keep", "drop", "error");
    }
}
