package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrainingScheduleTest {

    /** 2026-03-02 is a Monday. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-02T02:59:59Z, 2026-03-02T03:00:00Z, true",
        "2026-03-02T03:00:00Z, 2026-03-02T03:00:01Z, false",
        "2026-03-02T02:59:58Z, 2026-03-02T02:59:59Z, false",
        "2026-02-01T00:00:00Z, 2026-03-05T00:00:00Z, true",
        "2026-03-03T02:59:59Z, 2026-03-03T03:00:00Z, false",
        "2026-03-02T03:00:01Z, 2026-03-02T02:00:00Z, false"
    })
    void shouldBeDueOnceAtEachTimeInUtc(Instant last, Instant now, boolean due) {
        assertThat(RetrainingSchedule.of("0 3 * * 1").isDue(last, now)).isEqualTo(due);
    }

    @Test
    void shouldNeverBeDueIfOff() {
        RetrainingSchedule off = RetrainingSchedule.of("off");
        assertThat(off.isOff()).isTrue();
        assertThat(off.isDue(Instant.EPOCH, Instant.parse("2026-03-02T03:00:00Z")))
                .isFalse();
    }
}
