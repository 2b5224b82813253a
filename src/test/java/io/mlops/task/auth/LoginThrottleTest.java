package io.mlops.task.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.auth.LoginThrottle.Key;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final Key ANN = new Key("ann", "10.0.0.1");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);

    @Test
    void shouldLetAFewMistakesPass() {
        fail(ANN, LoginThrottle.FREE_FAILURES - 1);
        assertThat(throttle.waitFor(ANN)).isZero();
    }

    @Test
    void shouldDoubleTheWaitUpToItsMaximum() {
        fail(ANN, LoginThrottle.FREE_FAILURES);
        Duration expected = Duration.ofSeconds(1);
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.waitFor(ANN)).isEqualTo(expected);
            pass(expected);
            assertThat(throttle.waitFor(ANN)).isZero();
            fail(ANN, 1);
            Duration twice = expected.multipliedBy(2);
            expected = twice.compareTo(LoginThrottle.MAX_WAIT) < 0 ? twice : LoginThrottle.MAX_WAIT;
        }
    }

    @Test
    void shouldNotMakeAnotherAddressOrUserWait() {
        fail(ANN, 100);
        assertThat(throttle.waitFor(new Key("ann", "10.0.0.2"))).isZero();
        assertThat(throttle.waitFor(new Key("bob", "10.0.0.1"))).isZero();
    }

    @Test
    void shouldForgetFailuresAfterASuccessOrAnHour() {
        fail(ANN, 10);
        throttle.succeeded(ANN);
        fail(ANN, LoginThrottle.FREE_FAILURES - 1);
        assertThat(throttle.waitFor(ANN)).isZero();

        fail(ANN, 10);
        pass(Duration.ofHours(1));
        fail(ANN, LoginThrottle.FREE_FAILURES - 1);
        assertThat(throttle.waitFor(ANN)).isZero();
    }

    @Test
    void shouldNotCountAnAttemptThatWasNotMade() {
        fail(ANN, LoginThrottle.FREE_FAILURES);
        throttle.withdraw(ANN);
        assertThat(throttle.waitFor(ANN)).isZero();
        fail(ANN, 1);
        assertThat(throttle.waitFor(ANN)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldKeepTheLatestAttemptsInABoundedMemory() {
        fail(ANN, 100);
        for (int i = 0; i < 20_000; i++) {
            fail(new Key("guess" + i, "10.0.0.1"), 1);
        }
        assertThat(throttle.size()).isEqualTo(LoginThrottle.MAX_ENTRIES);
    }

    private void fail(Key key, int times) {
        for (int i = 0; i < times; i++) {
            throttle.attempt(key);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
