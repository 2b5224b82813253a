package io.mlops.task.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private static final String CLEAR = "\r\033[K";
    private static final long MEGABYTE = 1 << 20;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Locale locale = Locale.getDefault();
    private final SettableClock clock = new SettableClock();
    private final ConsoleProgress terminal =
            new ConsoleProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), true, clock);

    @BeforeEach
    void useAmericanNumbers() {
        Locale.setDefault(Locale.US);
    }

    @AfterEach
    void useNumbersAsBefore() {
        Locale.setDefault(locale);
    }

    @Test
    void shouldShowNothingOfARunThatEndsWithinASecond() {
        pass(999);
        terminal.onProgress(500 * MEGABYTE, 1000 * MEGABYTE, 6_000_000);
        terminal.close();
        assertThat(shown()).isEmpty();
    }

    @Test
    void shouldShowProgressAndRemainingTimeOfALongRun() {
        pass(2000);
        terminal.onProgress(500 * MEGABYTE, 2000 * MEGABYTE, 6_000_000);
        assertThat(shown())
                .isEqualTo(CLEAR + "6,000,000 rows, 500 MB of 2,000 (25 %), 3,000,000 rows/s, 250 MB/s, 6 s left");
    }

    @Test
    void shouldShowNoPercentageOfAnInputOfUnknownLength() {
        pass(1000);
        terminal.onProgress(100 * MEGABYTE, -1, 1_000_000);
        assertThat(shown()).isEqualTo(CLEAR + "1,000,000 rows, 100 MB, 1,000,000 rows/s, 100 MB/s");
    }

    @Test
    void shouldUpdateFiveTimesASecond() {
        pass(1000);
        for (int i = 0; i < 100; i++, pass(10)) {
            terminal.onProgress(MEGABYTE, -1, 1000);
        }
        assertThat(shown().split(CLEAR.replace("[", "\\["), -1)).hasSize(1 + 5);
    }

    @Test
    void shouldClearTheLineForALogLineAndAtTheEnd() {
        pass(1000);
        terminal.onProgress(MEGABYTE, -1, 1000);
        String progress = shown();
        terminal.write("a log line\n".getBytes(StandardCharsets.UTF_8));
        assertThat(shown()).isEqualTo(progress + CLEAR + "a log line\n");
        terminal.close();
        assertThat(shown()).isEqualTo(progress + CLEAR + "a log line\n");
        pass(200);
        terminal.onProgress(MEGABYTE, -1, 1000);
        terminal.close();
        assertThat(shown()).endsWith(CLEAR);
    }

    @Test
    void shouldShowNoProgressIfItIsNotInteractive() {
        ConsoleProgress file = new ConsoleProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), false, clock);
        pass(5000);
        file.onProgress(MEGABYTE, -1, 1000);
        file.write("a log line\n".getBytes(StandardCharsets.UTF_8));
        file.close();
        assertThat(shown()).isEqualTo("a log line\n");
    }

    private void pass(int millis) {
        clock.pass(Duration.ofMillis(millis));
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
