package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdsTest {
    private final SettableClock clock = new SettableClock();
    private final RunIds ids = new RunIds(clock, new Random(7));

    @Test
    void shouldRiseWithinOneMillisecond() {
        List<RunId> generated = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            generated.add(ids.next());
        }
        assertThat(generated).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldRiseWhenTheClockIsSetBack() {
        RunId before = ids.next();
        clock.pass(Duration.ofDays(-1));
        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void shouldBeUuidsOfVersion7WithTheTime() {
        UUID uuid = UUID.fromString(ids.next().value());
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(SettableClock.START.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../../../../etc/passwd",
                "01890a5d-ac96-774b-bcce-b302099a8057/..",
                "01890A5D-AC96-774B-BCCE-B302099A8057",
                "01890a5d-ac96-474b-bcce-b302099a8057",
                "01890a5d-ac96-774b-bcce-b302099a8057\n",
                "01890a5d-ac96-774b-bcce-b302099a805\u0660"
            })
    void shouldAcceptNothingElseAsAnId(String text) {
        assertThat(RunId.isValid(text)).isFalse();
        assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
