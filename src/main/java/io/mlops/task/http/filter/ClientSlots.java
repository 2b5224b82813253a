package io.mlops.task.http.filter;

import java.util.HashMap;
import java.util.Map;

/**
 * Slots for requests that keep a thread waiting for a client. An address may hold up to three times as many as are free, so that
 * some are always left for another: one address may hold three quarters of all, two may hold three sevenths each. A. K. Choudhury
 * and E. L. Hahne, "Dynamic queue length thresholds for shared-memory packet switches", IEEE/ACM Transactions on Networking
 * 6 (1998).
 */
final class ClientSlots {
    private static final int HELD_PER_FREE = 3;
    private static final int MAX_SCARCITY = 16;

    private final int total;
    private final Map<String, Integer> held = new HashMap<>();
    private int free;

    ClientSlots(int total) {
        this.total = total;
        this.free = total;
    }

    /** Whether the address may hold another one. */
    synchronized boolean hasPlace(String address) {
        return held.getOrDefault(address, 0) < HELD_PER_FREE * free;
    }

    synchronized boolean tryAcquire(String address) {
        if (!hasPlace(address)) {
            return false;
        }
        int own = held.getOrDefault(address, 0);
        held.put(address, own + 1);
        free--;
        return true;
    }

    synchronized void release(String address) {
        held.computeIfPresent(address, (same, own) -> own == 1 ? null : own - 1);
        free++;
    }

    /** Returns the factor by which the minimum rate is raised: 1 while half of the slots are free, at most {@value #MAX_SCARCITY}. */
    synchronized int scarcity() {
        return 2 * free >= total ? 1 : Math.min(MAX_SCARCITY, total / Math.max(1, free));
    }
}
