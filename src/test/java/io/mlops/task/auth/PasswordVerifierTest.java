package io.mlops.task.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordVerifierTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CORRECT = "correct hörse";

    /** Of the lowest cost: some tests verify many. */
    private static final String ENTRY = "ann:$2b$10$abcdefghijklmnopqrstuucdhP68LsELyZ0HhHUwHIfvd1ssaib7G:operator";

    private final AtomicLong nanos = new AtomicLong();
    private PasswordVerifier verifier;

    @BeforeEach
    void open() {
        verifier = new PasswordVerifier(Users.parse(List.of(ENTRY)), 2, RANDOM, nanos::get);
    }

    @Test
    void shouldReturnTheRoleOfTheUserWhosePasswordIsCorrect() {
        assertThat(verify("ann", CORRECT).role()).isEqualTo("operator");
        for (String[] wrong :
                new String[][] {{"ann", "wrong"}, {"ann", ""}, {"bob", CORRECT}, {"", ""}, {"Ann", CORRECT}}) {
            assertThat(verify(wrong[0], wrong[1])).isEqualTo(PasswordVerifier.Result.WRONG);
        }
    }

    @Test
    void shouldVerifyThePasswordOfEachRequestButHashItOnce() {
        verify("ann", CORRECT);
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(verifier.verify("ann", CORRECT.toCharArray(), "10.0.0.1"))
                    .isCompleted();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(verify("ann", CORRECT + " ").role()).isNull();
        assertThat(verify("bob", CORRECT).role()).isNull();
    }

    @Test
    void shouldThrottleGuessesOfAUserFromAnAddressEvenIfTheyAreCorrect() {
        verify("ann", CORRECT, "10.0.0.2");
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThat(verify("ann", "guess " + i).isThrottled()).isFalse();
        }
        assertThat(verify("ann", "guess").retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(verify("ann", CORRECT).isThrottled()).isTrue();
        assertThat(verify("ann", CORRECT, "10.0.0.2").role()).isEqualTo("operator");
        assertThat(verify("ann", CORRECT, "10.0.0.3").role()).isEqualTo("operator");

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(verify("ann", CORRECT).role()).isEqualTo("operator");
    }

    @Test
    void shouldThrottleUnknownUsersLikeKnownOnes() {
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThat(verify("bob", "guess " + i)).isEqualTo(PasswordVerifier.Result.WRONG);
        }
        assertThat(verify("bob", "guess").retryAfter()).isEqualTo(Duration.ofSeconds(1));
        String longName = "b".repeat(70);
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            verify(longName + i, "guess");
        }
        assertThat(verify(longName + "x", "guess").isThrottled()).isTrue();
    }

    @Test
    void shouldNotCountTheSamePasswordAtTheSameTimeTwice() {
        List<CompletableFuture<PasswordVerifier.Result>> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            results.add(verifier.verify("ann", CORRECT.toCharArray(), "10.0.0.1"));
        }
        assertThat(results)
                .allSatisfy(result -> assertThat(result.join().role()).isEqualTo("operator"));
    }

    @Test
    void shouldBoundWhatOneAddressAndAllAddressesHaveVerified() {
        List<CompletableFuture<PasswordVerifier.Result>> ofOne = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ofOne.add(verifier.verify("user" + i, "guess".toCharArray(), "10.0.0.1"));
        }
        assertThat(busy(ofOne)).isEqualTo(100 - 16);

        List<CompletableFuture<PasswordVerifier.Result>> ofMany = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ofMany.add(verifier.verify("ann", "guess".toCharArray(), "10.0.1." + i));
        }
        assertThat(busy(ofMany)).isBetween(100L - 66 + 16, 100L - 64 + 16);
    }

    private static long busy(List<CompletableFuture<PasswordVerifier.Result>> results) {
        return results.stream()
                .filter(CompletableFuture::isDone)
                .filter(result -> result.join().isThrottled())
                .count();
    }

    private PasswordVerifier.Result verify(String name, String password) {
        return verify(name, password, "10.0.0.1");
    }

    private PasswordVerifier.Result verify(String name, String password, String address) {
        return verifier.verify(name, password.toCharArray(), address).join();
    }
}
