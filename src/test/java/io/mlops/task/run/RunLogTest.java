package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final RunLog log = new RunLog(new SetClock(), List.of(new Lines()));

    @Test
    void shouldTellTimeLevelAndMessage() {
        log.info("Job started");
        log.warning("odd");
        log.error("wrong");
        assertThat(text())
                .isEqualTo("2026-01-31 12:00:00 - INFO - Job started\n"
                        + "2026-01-31 12:00:00 - WARNING - odd\n"
                        + "2026-01-31 12:00:00 - ERROR - wrong\n");
    }

    @Test
    void shouldNotLetForeignTextBeginALine() {
        log.info("a\nb\rc\td\u001b[31me\u2028f\u0085g");
        assertThat(text()).endsWith("a\\nb\\rc\\td\\u001b[31me\\u2028f\\u0085g\n");
        assertThat(text().lines()).hasSize(1);
    }

    @Test
    void shouldIndentAStackTrace() {
        log.error("unexpected", new IllegalStateException("two\nlines"));
        assertThat(text().lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
    }

    @Test
    void shouldRememberItsWarnings() {
        log.warning("one");
        log.info("not this");
        log.warning("two");
        assertThat(log.warnings()).containsExactly("one", "two");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private final class Lines implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            written.write(lines);
        }

        @Override
        public void close() {}
    }
}
