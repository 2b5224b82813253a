package io.mlops.task.run;

/** A fixed number of locks, shared by any number of keys. */
final class StripedLocks {
    private static final int LOCKS = 256;

    private final Object[] locks = new Object[LOCKS];

    StripedLocks() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** Equal keys have the same lock. */
    Object of(Object key) {
        return locks[Math.floorMod(key.hashCode(), LOCKS)];
    }
}
