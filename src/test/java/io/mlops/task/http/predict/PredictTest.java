package io.mlops.task.http.predict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mlops.task.http.HousingRequests;
import io.mlops.task.http.HousingVersions;
import io.mlops.task.http.Service;
import io.mlops.task.profile.DefaultsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DefaultsProfile.class)
class PredictTest {
    private static final String V2 = "{\"id\": \"a\", \"inputs\": [{\"name\": \"features\", \"shape\": [1, 8], "
            + "\"datatype\": \"FP64\", \"data\": [3.5, 30, 5.5, 1.05, 1200, 2.8, 34.1, -118.2]}]}";

    private int champion;

    @BeforeEach
    void train() {
        champion = HousingVersions.boostedIsChampion().boosted();
    }

    @Test
    void shouldPredictOneRow() {
        JsonPath answer = json(HousingRequests.ONE, "/predict").jsonPath();

        double prediction = answer.getDouble("prediction");
        assertThat(answer.getDouble("predictionUsd"))
                .isCloseTo(prediction * 100_000, org.assertj.core.data.Offset.offset(1.0));
        assertThat(answer.getDouble("interval.lower")).isLessThan(answer.getDouble("interval.upper"));
        assertThat(answer.getDouble("interval.coverage")).isEqualTo(0.9);
        assertThat(answer.getString("model")).isEqualTo("housing");
        assertThat(answer.getInt("version")).isEqualTo(champion);
        assertThat(answer.getList("warnings")).isEmpty();
        assertThat(answer.getString("id")).hasSize(36);
    }

    @Test
    void shouldReturnTheSamePredictionOverEveryProtocol() {
        double expected = json(HousingRequests.ONE, "/predict").jsonPath().getDouble("prediction");

        json("[" + HousingRequests.ONE + "]", "/predict")
                .then()
                .statusCode(200)
                .body("version", equalTo(champion))
                .body("predictions", hasSize(1));
        assertThat(json("[" + HousingRequests.ONE + "]", "/batch_predict")
                        .jsonPath()
                        .getDouble("predictions[0].prediction"))
                .isEqualTo(expected);
        for (String path : new String[] {"/predict", "/batch_predict"}) {
            assertThat(given().contentType("text/csv")
                            .body(HousingRequests.CSV)
                            .post(path)
                            .jsonPath()
                            .getDouble("predictions[0].prediction"))
                    .isEqualTo(expected);
        }
        assertThat(json(V2, "/v2/models/housing/infer").jsonPath().getDouble("outputs[0].data[0]"))
                .isEqualTo(expected);
    }

    @Test
    void shouldReadAListLargerThanABuffer() {
        String rows = "[" + (HousingRequests.ONE + ",").repeat(2_000) + HousingRequests.ONE + "]";

        assertThat(json(rows, "/predict").jsonPath().getList("predictions")).hasSize(2_001);
    }

    @Test
    void shouldRejectATooLargeBody() {
        String rows = "[" + (HousingRequests.ONE + ",").repeat(10_000) + HousingRequests.ONE + "]";

        json(rows, "/predict").then().statusCode(413).contentType(Service.PROBLEM);
        json(rows, "/v2/models/housing/infer").then().statusCode(413).contentType(Service.PROBLEM);
    }

    @Test
    void shouldListTheFirstOfManyInvalidValues() {
        json("[" + "{},".repeat(100_000) + "{}]", "/predict")
                .then()
                .statusCode(422)
                .body("detail", startsWith("800008 invalid value(s): row 1, MedInc: must be "))
                .body("rows", hasSize(100));
    }

    @Test
    void shouldRejectAnObjectOfTooManyValues() {
        String values = "[" + "{},".repeat(100_000) + "{}]";
        json("{\"x\": " + values + "}", "/predict").then().statusCode(413).contentType(Service.PROBLEM);
        json("{\"inputs\": " + values + "}", "/v2/models/housing/infer")
                .then()
                .statusCode(400)
                .body("detail", equalTo("key \"inputs\": must be at most 8 tensors"));
        json(V2.replace("{\"id\"", "{\"x\": " + values + ", \"id\""), "/v2/models/housing/infer")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"MedInc, 900, 15", "Latitude, 60, 41.9", "Population, -5, 1"})
    void shouldWarnOfValuesOutsideTheTrainingRange(String feature, String value) {
        json(HousingRequests.with(feature, value), "/predict")
                .then()
                .statusCode(200)
                .body("warnings.feature", equalTo(List.of(feature)))
                .body("warnings[0].message", containsString("outside the training range"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MedInc | \"3\"  | MedInc: must be a finite number (median income, 10,000 USD), was the text \"3\"",
                "MedInc | null   | MedInc: must be a finite number (median income, 10,000 USD), was null",
                "MedInc | true   | MedInc: must be a finite number (median income, 10,000 USD), was true",
                "MedInc | [1]    | MedInc: must be a finite number (median income, 10,000 USD), was [1]",
                "MedInc | 1e999  | MedInc: must be a finite number (median income, 10,000 USD), was Infinity",
            })
    void shouldReportRowAndFeatureOfAWrongType(String feature, String value, String detail) {
        json("[" + HousingRequests.ONE + "," + HousingRequests.with(feature, value) + "]", "/predict")
                .then()
                .statusCode(422)
                .contentType(Service.PROBLEM)
                .body("type", equalTo("/problems/invalid-rows"))
                .body("detail", containsString("row 2, " + detail))
                .body("rows[0].row", equalTo(2))
                .body("rows[0].feature", equalTo("MedInc"));
    }

    @Test
    void shouldReportAMissingFeatureAndAnUnknownOne() {
        json(HousingRequests.ONE.replace("MedInc", "Income"), "/predict")
                .then()
                .statusCode(422)
                .body("rows[0].feature", equalTo("MedInc"));
        json(HousingRequests.ONE.replace("{", "{\"colour\": \"red\", "), "/predict")
                .then()
                .statusCode(200)
                .body("ignored", hasItem("colour"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/predict: {'features': ROW, 'return_confidence': true}",
                "/predict: {'features': LIST, 'return_confidence': false}",
                "/predict/advanced: {'features': ROW, 'confidence_level': 0.9}",
                "/predict/advanced: ROW",
            })
    void shouldPredictTheRowOfAFormerClient(String request) {
        former(request)
                .statusCode(200)
                .body(
                        "prediction",
                        equalTo(json(HousingRequests.ONE, "/predict").path("prediction")))
                .body("interval.coverage", equalTo(0.9f))
                .body("version", equalTo(champion))
                .body("ignored", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/predict: {'instances': [ROW, ROW]}",
                "/predict: {'instances': [LIST, LIST]}",
                "/predict/batch: {'instances': [{'features': ROW}, ROW]}",
                "/predict/batch: {'features': [ROW, LIST], 'return_confidence': true}",
                "/predict/batch: [ROW, ROW]",
                "/batch_predict: {'instances': [ROW, ROW]}",
            })
    void shouldPredictTheRowsOfAFormerClient(String request) {
        Float expected = json(HousingRequests.ONE, "/predict").path("prediction");
        former(request)
                .statusCode(200)
                .body("predictions.prediction", equalTo(List.of(expected, expected)))
                .body("ignored", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'data': ROW}             | row 1: MedInc, HouseAge, AveRooms, AveBedrms, Population, AveOccup, Latitude, Longitude: must be keys of the row, or of its \"features\", was in \"data\"",
                "{'data': [ROW]}           | was in \"data[0]\"",
                "[ROW, {'a': {'b': ROW}}]  | row 2: MedInc, HouseAge, AveRooms, AveBedrms, Population, AveOccup, Latitude, Longitude: must be keys of the row, or of its \"features\", was in \"a.b\"",
                "{'MedInc': 1, 'place': {'Latitude': 34, 'Longitude': -118}} | row 1: Latitude, Longitude: must be keys of the row, or of its \"features\", was in \"place\"",
            })
    void shouldSayWhereMisplacedFeaturesAre(String body, String detail) {
        former("/predict: " + body).statusCode(422).contentType(Service.PROBLEM).body("detail", containsString(detail));
    }

    @Test
    void shouldSayWhichNamesBesideTheRowAreIgnored() {
        former("/predict: {'features': ROW, 'client': 'x'}").statusCode(200).body("ignored", hasItem("client"));
    }

    private static ValidatableResponse former(String request) {
        String[] parts = request.split(": ", 2);
        String list = "[3.5, 30, 5.5, 1.05, 1200, 2.8, 34.1, -118.2]";
        return json(
                        parts[1].replace('\'', '"')
                                .replace("ROW", HousingRequests.ONE)
                                .replace("LIST", list),
                        parts[0])
                .then();
    }

    @Test
    void shouldTellFormerClientsWhereToGo() {
        given().redirects()
                .follow(false)
                .get("/model/info")
                .then()
                .statusCode(307)
                .header("Location", endsWith("/models/housing/versions/" + champion));
        given().get("/model/info").then().statusCode(200).body("version", equalTo(champion));
        given().get("/predictions/history")
                .then()
                .statusCode(404)
                .contentType(Service.PROBLEM)
                .body("detail", containsString("/models/housing/metrics"));
        given().get("/docs").then().statusCode(200).contentType("text/html");
        given().accept(ContentType.JSON)
                .get("/")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Vary", containsString("Accept"))
                .body("links.predict", equalTo("/predict"))
                .extract()
                .jsonPath()
                .getMap("links", String.class, String.class)
                .forEach((name, path) -> given().get(path).then().statusCode(path.contains("predict") ? 405 : 200));
        for (String accept : List.of("*/*", "text/html,application/xhtml+xml,*/*;q=0.8")) {
            given().accept(accept).get("/").then().statusCode(200).contentType("text/html");
        }
    }

    @Test
    void shouldPredictIntervalsOfTheChosenCoverage() {
        List<Float> widths = new ArrayList<>();
        for (String coverage : List.of("0.5", "0.9", "0.99")) {
            JsonPath answer = json(HousingRequests.ONE, "/predict?coverage=" + coverage)
                    .then()
                    .statusCode(200)
                    .body("interval.coverage", equalTo(Float.valueOf(coverage)))
                    .body("interval.measuredCoverage", near(Double.parseDouble(coverage)))
                    .extract()
                    .jsonPath();
            widths.add(answer.getFloat("interval.upper") - answer.getFloat("interval.lower"));
            former("/predict/advanced: {'features': ROW, 'confidence_level': " + coverage + "}")
                    .body("interval", equalTo(answer.getMap("interval")));
            given().contentType("text/csv")
                    .body(HousingRequests.CSV)
                    .post("/batch_predict?coverage=" + coverage)
                    .then()
                    .body("predictions[0].interval", equalTo(answer.getMap("interval")));
            json(
                            V2.replaceFirst("\\{", "{\"parameters\": {\"coverage\": " + coverage + "}, "),
                            "/v2/models/housing/infer")
                    .then()
                    .statusCode(200)
                    .body("parameters.coverage", equalTo(Float.valueOf(coverage)))
                    .body("outputs[1].data[0]", equalTo(answer.get("interval.lower")));
        }
        assertThat(widths).isSorted().doesNotHaveDuplicates();
    }

    private static Matcher<Float> near(double coverage) {
        return allOf(greaterThan((float) coverage - 0.08f), lessThan((float) coverage + 0.08f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.49", "0.995", "1", "90", "x", "NaN", "-0.9"})
    void shouldRejectAnotherCoverage(String coverage) {
        json(HousingRequests.ONE, "/predict?coverage=" + coverage)
                .then()
                .statusCode(400)
                .body("detail", equalTo("coverage: must be a number from 0.5 to 0.99, was " + coverage));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense"})
    void shouldRejectInvalidJson(String body) {
        json(body, "/predict")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(400, 422))
                .contentType(Service.PROBLEM);
    }

    @Test
    void shouldRejectOtherJsonValuesMediaTypesAndMethods() {
        json("5", "/predict").then().statusCode(422).body("detail", containsString("was 5"));
        given().contentType("text/plain")
                .body("x")
                .post("/predict")
                .then()
                .statusCode(415)
                .contentType(Service.PROBLEM);
        given().get("/predict").then().statusCode(405).header("Allow", equalTo("POST"));
    }

    @Test
    void shouldReportTheLineOfAnInvalidCsvRow() {
        given().contentType("text/csv")
                .body(HousingRequests.CSV + "x,20,6.0,1.02,900,2.9,37.7,-122.2\n")
                .post("/batch_predict")
                .then()
                .statusCode(422)
                .body("rows[0].line", equalTo(4))
                .body("detail", containsString("line 4, MedInc: must be a finite number"))
                .body("rows[0].feature", equalTo("MedInc"));
        given().contentType("text/csv")
                .body("a,b\n1,2\n")
                .post("/predict")
                .then()
                .statusCode(422)
                .body("detail", containsString("not found in the header"));
    }

    @Test
    void shouldCreateARunForAnUploadWithPredictionsAndErrors() {
        String rows =
                HousingRequests.CSV + "x,20,6.0,1.02,900,2.9,37.7,-122.2\n" + "99,20,6.0,1.02,900,2.9,37.7,-122.2\n";
        Response response = given().multiPart("file", "houses.csv", rows.getBytes(StandardCharsets.UTF_8))
                .header("Prefer", "wait=20")
                .post("/batch_predict");

        response.then()
                .statusCode(200)
                .header("Location", matchesPattern("/runs/.*"))
                .body("pipeline", equalTo("housing-predict"))
                .body("config.model_version", equalTo(Integer.toString(champion)))
                .body("state", equalTo("succeeded"))
                .body("result.rows", equalTo(4));
        String artifacts = response.path("links.artifacts");
        String predictions = given().get(artifacts + "/predictions.csv").asString();
        assertThat(predictions.lines()).hasSize(4);
        assertThat(predictions.lines().skip(3).findFirst().orElseThrow()).endsWith(",MedInc");
        assertThat(given().get(artifacts + "/errors.csv").asString())
                .isEqualTo("line,column,actual,expected\n4,MedInc,\"\"\"x\"\"\",a finite number\n");
    }

    @Test
    void shouldCreateARunForALargeCsv() {
        String row = HousingRequests.CSV.lines().skip(1).findFirst().orElseThrow() + "\n";
        String rows = HousingRequests.CSV + row.repeat(40_000);
        given().contentType("text/csv")
                .header("Prefer", "wait=30")
                .body(rows)
                .post("/batch_predict")
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"))
                .body("result.rows", equalTo(40_002));
        given().contentType("text/csv").body(rows).post("/predict").then().statusCode(413);
    }

    @Test
    void shouldReturnTheMetadataOfTheOpenInferenceProtocol() {
        given().get("/v2").then().statusCode(200).body("name", equalTo("mlops-task"));
        given().get("/v2/health/live").then().statusCode(200);
        given().get("/v2/health/ready").then().statusCode(200);
        given().get("/v2/models/housing")
                .then()
                .statusCode(200)
                .body("inputs[0].shape", equalTo(List.of(-1, 8)))
                .body("versions", hasItem("1"));
        given().get("/v2/models/housing/versions/1").then().statusCode(200);
        given().get("/v2/models/housing/ready").then().statusCode(200);
        given().get("/v2/models/housing/versions/1/ready").then().statusCode(200);
        given().get("/v2/models/housing/versions/99")
                .then()
                .statusCode(404)
                .body("error", containsString("version 99"));
        given().get("/v2/models/other").then().statusCode(404).body("error", containsString("no model"));
    }

    @Test
    void shouldInferByColumnByVersionAndForRequestedOutputs() {
        String columns = "{\"inputs\": ["
                + String.join(
                        ",",
                        column("MedInc", 3.5),
                        column("HouseAge", 30),
                        column("AveRooms", 5.5),
                        column("AveBedrms", 1.05),
                        column("Population", 1200),
                        column("AveOccup", 2.8),
                        column("Latitude", 34.1),
                        column("Longitude", -118.2))
                + "], \"outputs\": [{\"name\": \"prediction\"}]}";
        double expected =
                json(V2, "/v2/models/housing/versions/1/infer").jsonPath().getDouble("outputs[0].data[0]");

        json(columns, "/v2/models/housing/versions/1/infer")
                .then()
                .statusCode(200)
                .body("model_name", equalTo("housing"))
                .body("model_version", equalTo("1"))
                .body("outputs", hasSize(1))
                .body("outputs[0].data[0].toDouble()", closeTo(expected, 0));
        json(V2, "/v2/models/housing/infer").then().body("id", equalTo("a")).body("outputs", hasSize(3));
    }

    @Test
    void shouldReadBinaryTensors() {
        String header = "{\"inputs\": [{\"name\": \"features\", \"shape\": [1, 8], \"datatype\": \"FP32\", "
                + "\"parameters\": {\"binary_data_size\": 32}}]}";
        ByteBuffer body = ByteBuffer.allocate(header.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
        body.put(header.getBytes(StandardCharsets.UTF_8));
        for (float value : new float[] {3.5f, 30, 5.5f, 1.05f, 1200, 2.8f, 34.1f, -118.2f}) {
            body.putFloat(value);
        }
        double expected = json(V2, "/v2/models/housing/infer").jsonPath().getDouble("outputs[0].data[0]");

        given().header("Inference-Header-Content-Length", header.length())
                .contentType("application/octet-stream")
                .body(body.array())
                .post("/v2/models/housing/infer")
                .then()
                .statusCode(200)
                .body("outputs[0].data[0].toDouble()", closeTo(expected, 0.01));
    }

    @Test
    void shouldReturnBinaryTensorsOnRequest() {
        String asked = V2.replace(
                "\"inputs\"",
                "\"outputs\": [{\"name\": \"lower\"}, {\"name\": \"prediction\", "
                        + "\"parameters\": {\"binary_data\": true}}, {\"name\": \"lower\"}], \"inputs\"");
        JsonPath plain = json(V2, "/v2/models/housing/infer").jsonPath();

        Response response = json(asked, "/v2/models/housing/infer");
        byte[] body = response.then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .extract()
                .asByteArray();
        int header = Integer.parseInt(response.header("Inference-Header-Content-Length"));
        JsonPath json = new JsonPath(new String(body, 0, header, StandardCharsets.UTF_8));
        assertThat(json.getList("outputs.name")).containsExactly("lower", "prediction");
        assertThat(json.getDouble("outputs[0].data[0]")).isEqualTo(plain.getDouble("outputs[1].data[0]"));
        assertThat(json.getInt("outputs[1].parameters.binary_data_size")).isEqualTo(body.length - header);
        ByteBuffer values = ByteBuffer.wrap(body, header, body.length - header).order(ByteOrder.LITTLE_ENDIAN);
        assertThat((float) values.getDouble()).isEqualTo(plain.getFloat("outputs[0].data[0]"));
        assertThat(values.hasRemaining()).isFalse();
    }

    @Test
    void shouldReadCompressedTensorsUpToTheLimit() throws IOException {
        double expected = json(V2, "/v2/models/housing/infer").jsonPath().getDouble("outputs[0].data[0]");
        compressed("gzip", gzip(V2)).then().statusCode(200).body("outputs[0].data[0].toDouble()", closeTo(expected, 0));
        compressed("gzip", gzip(" ".repeat(2 << 20) + V2))
                .then()
                .statusCode(413)
                .contentType(Service.PROBLEM);
        compressed("gzip", V2.getBytes(StandardCharsets.UTF_8)).then().statusCode(400);
        compressed("br", gzip(V2)).then().statusCode(415).body("detail", containsString("must be gzip"));
    }

    private static Response compressed(String encoding, byte[] body) {
        return given().header("Content-Encoding", encoding)
                .contentType("application/octet-stream")
                .body(body)
                .post("/v2/models/housing/infer");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 8] | [1, 7]      | 400 | must be [rows, 8]",
                "34.1,  | 34.1, 0, | 400 | was [1,8] with 9 values",
                "FP64   | BYTES       | 400 | datatype must be",
                "3.5,   | \"x\",       | 422 | must be a number",
                "features | colour    | 400 | must be features or one of",
                "inputs | outputs     | 400 | must be a list of tensors",
                "\"inputs | \"outputs\": [{\"name\": \"lower\", \"parameters\": [1]}], \"inputs | 400 | must be an object",
            })
    void shouldReportWhatIsWrongWithTensors(String from, String to, int status, String detail) {
        json(V2.replace(from, to), "/v2/models/housing/infer")
                .then()
                .statusCode(status)
                .contentType(Service.PROBLEM)
                .body("error", containsString(detail))
                .body("detail", containsString(detail));
    }

    private static String column(String name, double value) {
        return "{\"name\": \"" + name + "\", \"shape\": [1, 1], \"datatype\": \"FP64\", \"data\": [[" + value + "]]}";
    }

    private static Response json(String body, String path) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }
}
