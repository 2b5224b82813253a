package io.mlops.task.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down guesses. After {@value #FREE_FAILURES} failures of a user from an address, that user must wait from that
 * address: a second, then twice as long after each further failure. From another address the user need not wait.
 */
final class LoginThrottle {
    static final int FREE_FAILURES = 5;
    static final Duration MAX_WAIT = Duration.ofMinutes(5);

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    static final int MAX_ENTRIES = 10_000;

    private final LongSupplier nanos;
    private final Map<Key, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /**
     * Whose attempts are counted together.
     *
     * @param address of the client, or its network
     */
    record Key(String user, String address) {}

    private record Failures(int count, long lastNanos, long blockedUntilNanos) {
        static final Failures NONE = new Failures(0, 0, 0);
    }

    LoginThrottle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns how long to wait before the next attempt; zero if it is allowed now. */
    synchronized Duration waitFor(Key key) {
        Failures before = before(key);
        long left = before.count == 0 ? 0 : before.blockedUntilNanos - nanos.getAsLong();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Counts an attempt that is allowed as a failure until {@link #succeeded}, so that attempts at the same time count, too. */
    synchronized void attempt(Key key) {
        int count = before(key).count + 1;
        long now = nanos.getAsLong();
        failures.put(key, new Failures(count, now, now + wait(count).toNanos()));
    }

    /** The wait begins when the caller knows that the attempt has failed. */
    synchronized void failed(Key key) {
        int count = before(key).count;
        long now = nanos.getAsLong();
        failures.put(key, new Failures(count, now, now + wait(count).toNanos()));
    }

    /** Takes back an attempt that was not made. */
    synchronized void withdraw(Key key) {
        Failures before = before(key);
        if (before.count > 0) {
            failures.put(key, new Failures(before.count - 1, before.lastNanos, before.lastNanos));
        }
    }

    synchronized void succeeded(Key key) {
        failures.remove(key);
    }

    synchronized int size() {
        return failures.size();
    }

    private Failures before(Key key) {
        Failures before = failures.get(key);
        return before != null && nanos.getAsLong() - before.lastNanos < FORGOTTEN_AFTER.toNanos()
                ? before
                : Failures.NONE;
    }

    private static Duration wait(int count) {
        if (count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 20));
        return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
    }
}
