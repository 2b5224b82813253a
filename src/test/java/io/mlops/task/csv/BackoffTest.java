package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 64, 1000})
    void shouldBePatientUpToAMost(int most) {
        Backoff patience = new Backoff(most);
        List<Integer> strides = new ArrayList<>();
        for (int learned = 0, since = 0; learned < 15; since++) {
            if (patience.shouldTry()) {
                strides.add(since + 1);
                since = -1;
                learned++;
                patience.onFailure();
            }
        }
        for (int i = 0; i < strides.size(); i++) {
            int longest = Math.min(1 << i, most);
            assertThat(strides.get(i)).isBetween(1, longest);
        }
        assertThat(strides.get(14)).isEqualTo(most);
    }

    @Test
    void shouldTakeEveryOccasionAgainOnceItHelps() {
        Backoff patience = new Backoff(64);
        patience.onFailure();
        patience.onFailure();
        assertThat(occasionsTaken(patience)).isEqualTo(10);
        patience.onSuccess();
        assertThat(occasionsTaken(patience)).isEqualTo(40);
    }

    private static int occasionsTaken(Backoff patience) {
        int taken = 0;
        for (int i = 0; i < 40; i++) {
            taken += patience.shouldTry() ? 1 : 0;
        }
        return taken;
    }
}
