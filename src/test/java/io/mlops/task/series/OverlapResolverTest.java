package io.mlops.task.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapResolverTest {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "00:00 01:00 01:00 02:00, 04:00 05:00 06:00 07:00",
        "00:30 01:00 01:30 01:00 01:30 02:00, 04:30 05:00 05:30 06:00 06:30 07:00",
        "01:00:00 01:00:00 01:00:01 01:59:59 01:00:00 01:00:00, 05:00 05:00 05:00:01 05:59:59 06:00 06:00",
        "00:59:59 01:00:00 01:00:00 01:59:59 01:00:00, 04:59:59 05:00 05:00 05:59:59 06:00",
        "02:00 01:00 01:00 00:00, 07:00 06:00 05:00 04:00",
        "02:00 01:30 01:00 01:30 01:00 00:30, 07:00 06:30 06:00 05:30 05:00 04:30",
        "02:00:01 01:00:01 01:00:00 01:00:00 01:59:59 01:59:59, 07:00:01 06:00:01 06:00 06:00 05:59:59 05:59:59"
    })
    void shouldTellTheTwoHoursApart(String written, String expected) {
        String[] texts = written.split(" ", -1);
        long[] times = new long[texts.length];
        long[] later = new long[texts.length];
        for (int row = 0; row < texts.length; row++) {
            ZonedDateTime time = ZonedDateTime.of(LocalDate.of(2024, 11, 3), LocalTime.parse(texts[row]), ZONE);
            times[row] = nanos(time.withEarlierOffsetAtOverlap());
            later[row] = nanos(time.withLaterOffsetAtOverlap());
        }

        new OverlapResolver().resolve(times, later, new int[0], times.length);

        List<String> resolved = new ArrayList<>();
        for (long time : times) {
            resolved.add(Instant.ofEpochSecond(0, time)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalTime()
                    .toString());
        }
        assertThat(resolved).containsExactly(expected.split(" ", -1));
    }

    private static long nanos(ZonedDateTime time) {
        return Duration.between(Instant.EPOCH, time.toInstant()).toNanos();
    }
}
