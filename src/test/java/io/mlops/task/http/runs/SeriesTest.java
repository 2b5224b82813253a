package io.mlops.task.http.runs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.mlops.task.profile.DefaultsProfile;
import io.mlops.task.submission.InputDirectories;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class SeriesTest {
    private static final int SAMPLE_ROWS = 10_000;
    private static final String SIX_ROWS = "close\n1\n2\n\n3\n0\n9\n1\n";

    @Inject
    InputDirectories inputs;

    @Test
    void shouldReturnEveryRowIfTheyFit() {
        String id = uploaded(SIX_ROWS, "window", "3");

        JsonPath series = series(id, "");

        assertThat(series.getLong("rows")).isEqualTo(6);
        assertThat(series.getLong("rowsPerPoint")).isEqualTo(1);
        assertThat(series.getList("row")).isEqualTo(List.of(0, 1, 2, 3, 4, 5));
        assertThat(series.getList("columns.last", Double.class)).containsExactly(1.0, 2.0, 3.0, 0.0, 9.0, 1.0);
        assertThat(series.getList("columns.meanMin", Double.class).subList(0, 4))
                .containsExactly(null, null, 2.0, 5 / 3.0);
        assertThat(series.getList("columns.signal", Double.class)).containsExactly(0.0, 0.0, 1.0, 0.0, 1.0, 0.0);
    }

    @Test
    void shouldDownsampleRowsThatDoNotFit() {
        JsonPath series = series(sample(), "?points=100");

        assertThat(series.getLong("rowsPerPoint")).isEqualTo(128);
        assertThat(series.getBoolean("fromInput")).isFalse();
        assertThat(series.getList("row")).hasSize(79).endsWith(9984);
        assertThat(series.getLong("to")).isEqualTo(SAMPLE_ROWS);
    }

    @Test
    void shouldReturnIndividualRowsOfARange() throws IOException {
        JsonPath series = series(sample(), "?from=5000&to=5010");

        assertThat(series.getLong("from")).isEqualTo(5000);
        assertThat(series.getBoolean("fromInput")).isTrue();
        assertThat(series.getList("columns.first", Double.class)).containsExactlyElementsOf(closes(5000, 5010));
    }

    @Test
    void shouldReturnTheSameMeansForARangeAsForAllRows() {
        String id = sample();

        JsonPath whole = series(id, "?points=10000");
        JsonPath part = series(id, "?from=9000&to=9100&points=100");

        assertThat(part.getList("columns.meanMax"))
                .isEqualTo(whole.getList("columns.meanMax").subList(9000, 9100));
        assertThat(part.getList("columns.signal"))
                .isEqualTo(whole.getList("columns.signal").subList(9000, 9100));
    }

    @Test
    void shouldFallBackToTheDownsampledSeriesIfTheInputHasChanged() throws IOException {
        Path input = inputs.roots().get(0).resolve("changing.csv");
        Files.copy(inputs.roots().get(0).resolve("ohlcv.csv"), input);
        String id = given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"input\": \"changing.csv\"}")
                .post("/runs")
                .path("id");
        Files.setLastModifiedTime(input, FileTime.from(Instant.now().plusSeconds(60)));

        JsonPath series = series(id, "?from=5000&to=5010");

        assertThat(series.getBoolean("fromInput")).isFalse();
        assertThat(series.getLong("rowsPerPoint")).isEqualTo(4);
        assertThat(series.getLong("from")).isEqualTo(5000);
        assertThat(series.getLong("to")).isEqualTo(5012);
    }

    @Test
    void shouldEndAtTheLastRow() {
        JsonPath series = series(sample(), "?from=9999&to=20000");
        assertThat(series.getList("row")).isEqualTo(List.of(9999));
        assertThat(series(sample(), "?from=50000").getList("row")).isEmpty();
    }

    @Test
    void shouldReportWhatIsWrongWithARange() {
        String id = sample();
        given().get("/runs/{id}/series?from=-1", id)
                .then()
                .statusCode(400)
                .body("detail", equalTo("from: must be at least 0, was \"-1\""));
        given().get("/runs/{id}/series?points=1", id)
                .then()
                .statusCode(400)
                .body("detail", containsString("2 to 10000"));
        given().get("/runs/{id}/series?from=9&to=8", id)
                .then()
                .statusCode(400)
                .body("detail", containsString("which is 9"));
        given().get("/runs/{id}/series?to=x", id).then().statusCode(400);
    }

    @Test
    void shouldHaveNoSeriesOfAFailedRun() {
        String id = uploaded("close\nx\n", "window", "3");
        given().get("/runs/{id}/series", id).then().statusCode(404).body("detail", equalTo("The run is failed"));
    }

    @Test
    void shouldReturnTheEffectiveConfigurationOfARun() {
        String id = uploaded(SIX_ROWS, "window", "3");
        given().get("/runs/{id}", id)
                .then()
                .body("config.window", equalTo("3"))
                .body("config.warmup", equalTo("zero"))
                .body("config.column", equalTo("close"));
    }

    @Test
    void shouldDescribeTheConfigurationWithTheServicesDefaults() {
        given().get("/pipelines/signal/config")
                .then()
                .statusCode(200)
                .body(
                        "keys.name",
                        contains(
                                "seed",
                                "window",
                                "version",
                                "warmup",
                                "column",
                                "missing",
                                "delimiter",
                                "header",
                                "decimal",
                                "thousands",
                                "na_values",
                                "skip_footer",
                                "encoding",
                                "time",
                                "time_format",
                                "group",
                                "order",
                                "duplicates",
                                "checks",
                                "decimals"))
                .body(
                        "keys.value",
                        contains(
                                "42", "5", "v1", "zero", "close", "keep", "auto", "auto", ".", "none", "none", "0",
                                "auto", "auto", "auto", "none", "file", "keep", "warn", "4"))
                .body("keys[0].max", equalTo(4294967295L))
                .body("keys[3].choices", hasItem("partial"))
                .body("problems.keySet()", empty());
    }

    @Test
    void shouldValidateTheValuesOfAFormTogether() {
        given().get("/pipelines/signal/config?header=none&column=4&time=0,1&thousands=.&decimal=,")
                .then()
                .statusCode(200)
                .body("problems.keySet()", empty());
        given().get("/pipelines/signal/config?header=none&window=0&decimals=99")
                .then()
                .body("problems.window", equalTo("must be an integer, at least 1, was 0"))
                .body("problems.column", equalTo("must be a place, from 0, if header is none, was \"close\""));
        given().get("/pipelines/signal/config?thousands=,&decimal=,&decimals=99")
                .then()
                .body("problems.keySet()", containsInAnyOrder("thousands", "decimals"));
    }

    @Test
    void shouldReportAnInvalidValueWithTheMessageOfARejectedSubmission() {
        String words =
                given().get("/pipelines/signal/config?window=0&version=2").path("problems.window");
        assertThat(words).isEqualTo("must be an integer, at least 1, was 0");

        given().multiPart("file", "x.csv", SIX_ROWS.getBytes(StandardCharsets.UTF_8))
                .multiPart("window", "0")
                .post("/runs")
                .then()
                .statusCode(422)
                .body("detail", containsString(words));
    }

    @Test
    void shouldListInputFiles() {
        given().get("/inputs").then().statusCode(200).body("name", hasItem("ohlcv.csv"));
    }

    @Test
    void shouldSendPagesWithAContentSecurityPolicyWithoutInlineCode() {
        for (String page : new String[] {"/", "/ui/compare", "/ui/runs/" + sample()}) {
            given().get(page)
                    .then()
                    .statusCode(200)
                    .contentType(containsString("text/html"))
                    .header(
                            "Content-Security-Policy",
                            allOf(startsWith("default-src 'self'"), not(containsString("unsafe"))));
        }
        given().get("/ui/runs/<b>").then().statusCode(404).body(containsString("&lt;b&gt;"));
    }

    @Test
    void shouldHaveTheTimeOfEachPoint() {
        String id = uploaded("date,close\n31/01/2024,1\n01/02/2024,2\n,3\n", "window", "1");

        assertThat(series(id, "").getList("time")).containsExactly("2024-01-31T00:00:00Z", "2024-02-01T00:00:00Z", "");
        assertThat(series(id, "?from=1&points=2").getList("time")).containsExactly("2024-02-01T00:00:00Z", "");
        assertThat(series(uploaded(SIX_ROWS, "window", "3"), "").getList("time"))
                .isNull();
    }

    @Test
    void shouldPlotOneOfTheGroups() {
        String id = uploaded("time,symbol,close\n1700000000,A,1\n1700000000,B,7\n1700000060,A,2\n", "group", "symbol");

        JsonPath series = series(id, "?group=A");

        assertThat(series.getLong("rows")).isEqualTo(2);
        assertThat(series.getBoolean("fromInput")).isTrue();
        assertThat(series.getList("columns.last", Double.class)).containsExactly(1.0, 2.0);
        assertThat(series.getList("time")).containsExactly("2023-11-14T22:13:20Z", "2023-11-14T22:14:20Z");
        given().get("/runs/" + id + "/series").then().statusCode(404);
        given().get("/runs/" + id + "/series?group=C").then().statusCode(404);
        given().get("/runs/" + sample() + "/series?group=A").then().statusCode(404);
    }

    @Test
    void shouldDescribeTheSeriesInTheApi() {
        given().accept("application/json")
                .get("/openapi")
                .then()
                .body("paths.'/runs/{id}/series'.get.parameters", hasSize(5))
                .body("components.schemas.Series.properties.rowsPerPoint.type", equalTo("integer"));
    }

    private static String sample() {
        return given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"input\": \"ohlcv.csv\"}")
                .post("/runs")
                .path("id");
    }

    private static String uploaded(String csv, String key, String value) {
        return given().header("Prefer", "wait=30")
                .multiPart("file", "x.csv", csv.getBytes(StandardCharsets.UTF_8))
                .multiPart(key, value)
                .post("/runs")
                .path("id");
    }

    private static JsonPath series(String id, String query) {
        String json = given().get("/runs/" + id + "/series" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return JsonPath.with(json).using(new JsonPathConfig(JsonPathConfig.NumberReturnType.DOUBLE));
    }

    private List<Double> closes(int from, int to) throws IOException {
        List<String> lines = Files.readAllLines(inputs.roots().get(0).resolve("ohlcv.csv"));
        int column = List.of(lines.get(0).split(",")).indexOf("close");
        return lines.subList(from + 1, to + 1).stream()
                .map(line -> Double.valueOf(line.split(",")[column]))
                .toList();
    }
}
