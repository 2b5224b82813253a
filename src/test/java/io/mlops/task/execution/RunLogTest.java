package io.mlops.task.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogTest {
    private final InMemoryFiles files = new InMemoryFiles();

    @Test
    void shouldWriteTimeLevelAndMessage() throws IOException {
        try (RunLog log = logAt("2024-01-06T16:00:01.999Z")) {
            log.info("Job started");
            log.found(Check.WINDOW_SIZE.finding(1, 0, "Window 9 is larger than the 3 rows"));
            log.found(Check.MISSING_VALUES.finding(2, 4, "2 rows without a value"));
            log.error("Input file not found: data.csv");
        }

        assertThat(files.log()).isEqualTo("""
                        2024-01-06 16:00:01 - INFO - Job started
                        2024-01-06 16:00:01 - WARNING - [window-size] Window 9 is larger than the 3 rows
                        2024-01-06 16:00:01 - INFO - [missing-values] 2 rows without a value
                        2024-01-06 16:00:01 - ERROR - Input file not found: data.csv
                        """);
        assertThat(files.logClosed).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01 00:00:00",
        "1969-12-31T23:59:59.500Z, 1969-12-31 23:59:59",
        "2024-02-29T23:59:59.999Z, 2024-02-29 23:59:59",
        "2026-12-31T09:08:07Z, 2026-12-31 09:08:07"
    })
    void shouldWriteTheTimeInUtcWhateverTheClocksZone(String instant, String written) throws IOException {
        try (RunLog log = logAt(instant)) {
            log.info("x");
        }

        assertThat(files.log()).isEqualTo(written + " - INFO - x\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {'\n', '\r', 0x0b, 0x0c, 0, 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029})
    void shouldNotLetUntrustedTextStartALineOrControlATerminal(int character) throws IOException {
        String untrusted = "a" + (char) character + "2024-01-06 16:00:00 - INFO - Job completed";
        try (RunLog log = logAt("2024-01-06T16:00:00Z")) {
            log.info(untrusted);
            log.found(finding(untrusted));
            log.error(untrusted, new IOException(untrusted));
        }

        assertThat(files.log().replace("\n", "")).doesNotContain("" + (char) character);
        assertThat(files.log().lines().filter(line -> line.startsWith("2024")).toList())
                .hasSize(3)
                .allMatch(line ->
                        line.matches("2024-01-06 16:00:00 - (INFO|WARNING|ERROR) - (\\[unknown-key\\] )?a\\\\.*"));
    }

    @Test
    void shouldLeaveOtherTextUnchanged() throws IOException {
        try (RunLog log = logAt("2024-01-06T16:00:00Z")) {
            log.info("naïve \"quote\" \\ 日本 😀 {}%s");
        }

        assertThat(files.log()).isEqualTo("2024-01-06 16:00:00 - INFO - naïve \"quote\" \\ 日本 😀 {}%s\n");
    }

    @Test
    void shouldIndentTheStackTraceOfAnUnexpectedError() throws IOException {
        try (RunLog log = logAt("2024-01-06T16:00:00Z")) {
            log.error("Unexpected error", new IllegalStateException("odd", new IOException("cause")));
        }

        assertThat(files.log().lines().skip(1)).allMatch(line -> line.startsWith("    "));
        assertThat(files.log())
                .startsWith("2024-01-06 16:00:00 - ERROR - Unexpected error\n")
                .contains("    java.lang.IllegalStateException: odd\n", "Caused by: java.io.IOException: cause\n")
                .contains("at " + RunLogTest.class.getName());
    }

    @Test
    void shouldCollectTheFindingsInOrder() throws IOException {
        try (RunLog log = logAt("2024-01-06T16:00:00Z")) {
            log.found(finding("first"));
            log.info("not this");
            log.found(finding("second"));

            assertThat(log.findings()).containsExactly(finding("first"), finding("second"));
        }
    }

    @Test
    void shouldCollectABoundedNumberOfFindingsOfABoundedLength() throws IOException {
        try (RunLog log = logAt("2024-01-06T16:00:00Z")) {
            for (int i = 0; i < 103; i++) {
                log.found(finding("x".repeat(2000)));
            }

            assertThat(log.findings()).hasSize(101).startsWith(finding("x".repeat(1000) + "…"));
            assertThat(log.findings()).endsWith(Check.MORE_FINDINGS.finding(3, 0, "3 more findings are in the log"));
            assertThat(files.log()).hasLineCount(103).contains("x".repeat(2000));
        }
    }

    @Test
    void shouldFailIfALineCannotBeWritten() throws IOException {
        files.onLine = new IOException("run.log: no space");
        try (RunLog log = logAt("2024-01-06T16:00:00Z")) {
            assertThatThrownBy(() -> log.info("x"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("run.log: no space");
        }
    }

    private RunLog logAt(String instant) throws IOException {
        return new RunLog(Clock.fixed(Instant.parse(instant), ZoneId.of("Asia/Tokyo")), files.openLog());
    }

    private static Finding finding(String message) {
        return Check.UNKNOWN_KEY.finding(1, 0, message);
    }
}
