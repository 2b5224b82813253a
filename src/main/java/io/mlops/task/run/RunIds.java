package io.mlops.task.run;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Generates ascending ids, also within one millisecond and if the clock is set back. */
public final class RunIds {
    private static final int COUNTER_BITS = 12;

    private final Clock clock;
    private final RandomGenerator random;
    private long last;

    public RunIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The 12 bits after the milliseconds are a counter: method 1 of RFC 9562, section 6.2. */
    public RunId next() {
        return next(0);
    }

    /** @param newest id of the existing runs, which an earlier process may have created with a later clock; null if there is none */
    RunId after(@Nullable RunId newest) {
        return next(newest == null ? 0 : sequence(newest));
    }

    private synchronized RunId next(long floor) {
        last = Math.max(Math.max(last, floor) + 1, clock.millis() << COUNTER_BITS);
        long high = (last >>> COUNTER_BITS) << 16 | 0x7000 | (last & 0xfff);
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new RunId(new UUID(high, low).toString());
    }

    private static long sequence(RunId id) {
        long high = UUID.fromString(id.value()).getMostSignificantBits();
        return (high >>> 16) << COUNTER_BITS | (high & 0xfff);
    }
}
