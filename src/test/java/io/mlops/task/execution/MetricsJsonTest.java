package io.mlops.task.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsJsonTest {

    @Test
    void shouldWriteASuccessAsSpecified() {
        assertThat(MetricsJson.success(metrics("v1", "0.4989", Map.of()), 127)).isEqualTo("""
                        {
                          "version": "v1",
                          "rows_processed": 10000,
                          "metric": "signal_rate",
                          "value": 0.4989,
                          "latency_ms": 127,
                          "seed": 42,
                          "status": "success"
                        }
                        """);
    }

    @Test
    void shouldWriteAFailureAsSpecified() {
        assertThat(MetricsJson.error("v1", "Input file not found: data.csv")).isEqualTo("""
                        {
                          "version": "v1",
                          "status": "error",
                          "error_message": "Input file not found: data.csv"
                        }
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4990", "0.0000", "0", "1.0", "0.000000000000000", "0.000000000000001"})
    void shouldRetainEveryDecimalOfTheValue(String value) {
        assertThat(MetricsJson.success(metrics("v1", value, Map.of()), 0)).contains("\"value\": " + value + ",\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "quote \" backslash \\ slash /",
                "lines\nand\rtabs\t",
                "controls \u0000\u0001\b\f\u001b\u007f\u0085",
                "separators \u2028\u2029",
                "naïve 日本 😀",
                "\\u0041 ${x} %s </script>"
            })
    void shouldWriteTextThatAJsonReaderReadsBack(String text) throws IOException {
        JsonNode error = new ObjectMapper().readTree(MetricsJson.error(text, text));
        JsonNode success = new ObjectMapper().readTree(MetricsJson.success(metrics(text, "0.5", Map.of()), 1));

        assertThat(error.get("version").textValue()).isEqualTo(text);
        assertThat(error.get("error_message").textValue()).isEqualTo(text);
        assertThat(success.get("version").textValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800", "x\ud83d"})
    void shouldEscapeLoneSurrogatesSoThatTheRecordIsUtf8(String text) throws IOException {
        String record = MetricsJson.error("v1", text);

        assertThat(record.getBytes(StandardCharsets.UTF_8))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(record);
        assertThat(new ObjectMapper().readTree(record).get("error_message").textValue())
                .isEqualTo(text);
    }

    @Test
    void shouldAddAPipelinesOwnKeysAfterTheOthers() throws IOException {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("best", Map.of("name", "ridge"));
        more.put("scores", List.of(1.5, 2));
        more.put("registered", true);
        more.put("nothing", List.of());

        JsonNode record = new ObjectMapper().readTree(MetricsJson.success(metrics("v1", "0.5", more), 1));

        assertThat(record.fieldNames())
                .toIterable()
                .containsExactly(
                        "version",
                        "rows_processed",
                        "metric",
                        "value",
                        "latency_ms",
                        "seed",
                        "status",
                        "best",
                        "scores",
                        "registered",
                        "nothing");
        assertThat(record.get("scores")).hasToString("[1.5,2]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldRejectWhatIsNotAJsonNumber(double value) {
        RunResult metrics = metrics("v1", "0.5", Map.of("score", value));

        assertThatThrownBy(() -> MetricsJson.success(metrics, 1)).hasMessageContaining(Double.toString(value));
    }

    private static RunResult metrics(String version, String value, Map<String, Object> more) {
        return new RunResult(version, 10_000, "signal_rate", new RoundedDecimal(value), 42, more);
    }

    @Test
    void shouldNotConsiderPredictionsOfTwoVersionsIdentical() {
        assertThat(MetricsJson.deterministicPart("{\n  \"predicted_by_version\": 1\n}\n"))
                .isNotEqualTo(MetricsJson.deterministicPart("{\n  \"predicted_by_version\": 2\n}\n"));
    }
}
