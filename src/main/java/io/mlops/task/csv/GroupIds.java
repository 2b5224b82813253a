package io.mlops.task.csv;

import io.mlops.task.bytes.Swar;
import io.mlops.task.number.NumberParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Assigns a number, from 0, to each text of the group column. Threads look numbers up without a lock; a new one is added under
 * a lock, so the order of the numbers depends on how threads are scheduled.
 */
public final class GroupIds {
    /** Maximum number of groups. */
    public static final int MAX_GROUPS = 100_000;

    private static final int FIRST_SLOTS = 1 << 10;
    /** Size of an entry in addition to its text. */
    private static final int BYTES_PER_ENTRY = 64;

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private volatile Entry[] slots = new Entry[FIRST_SLOTS];
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    /** Its fields are final, so a thread that finds it without a lock sees them. */
    private static final class Entry {
        private final byte[] text;
        private final int id;

        Entry(byte[] text, int id) {
            this.text = text;
            this.id = id;
        }

        boolean is(byte[] bytes, int from, int to) {
            return text.length == to - from && Arrays.equals(text, 0, text.length, bytes, from, to);
        }
    }

    /** Returns the number of groups. */
    public synchronized int count() {
        return entries.size();
    }

    /** Returns their size in memory, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Returns the name of a group. */
    public synchronized String name(int id) {
        return new String(entries.get(id).text, StandardCharsets.UTF_8);
    }

    /**
     * Sets the group of each row.
     *
     * @param key index of the key field with the name
     */
    void find(RowBatch rows, int key) {
        int[] from = rows.keyFrom[key];
        int[] to = rows.keyTo[key];
        int[] groups = rows.groups;
        Entry last = null;
        for (int row = 0; row < rows.count; row++) {
            byte[] bytes = from[row] < 0 ? rows.unescaped : rows.bytes;
            int start = NumberParser.trimStart(bytes, from[row] < 0 ? ~from[row] : from[row], to[row]);
            int end = NumberParser.trimEnd(bytes, start, to[row]);
            if (last == null || !last.is(bytes, start, end)) {
                last = entry(bytes, start, end);
            }
            groups[row] = last.id;
        }
    }

    private Entry entry(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        Entry[] all = slots;
        int mask = all.length - 1;
        // each slot is read once: another thread may fill an empty one meanwhile
        Entry entry = all[hash & mask];
        for (int slot = hash; entry != null; entry = all[++slot & mask]) {
            if (entry.is(bytes, from, to)) {
                return entry;
            }
        }
        return add(bytes, from, to, hash);
    }

    /** Returns the slot of a text, an empty one if there is none; called under the lock. */
    private static int slot(Entry[] slots, byte[] bytes, int from, int to, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != null && !slots[slot].is(bytes, from, to)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private synchronized Entry add(byte[] bytes, int from, int to, int hash) {
        int slot = slot(slots, bytes, from, to, hash);
        Entry found = slots[slot];
        if (found != null) {
            return found;
        }
        if (entries.size() == MAX_GROUPS) {
            throw new TooManyGroupsException();
        }
        Entry added = new Entry(Arrays.copyOfRange(bytes, from, to), entries.size());
        entries.add(added);
        this.bytes += BYTES_PER_ENTRY + added.text.length;
        slots[slot] = added;
        if (2 * entries.size() > slots.length) {
            grow();
        }
        return added;
    }

    private void grow() {
        Entry[] grown = new Entry[2 * slots.length];
        for (Entry entry : entries) {
            byte[] text = Arrays.copyOf(entry.text, entry.text.length + Long.BYTES);
            int length = entry.text.length;
            grown[slot(grown, text, 0, length, hash(text, 0, length))] = entry;
        }
        slots = grown;
    }

    /** @param bytes readable for eight bytes beyond {@code to} */
    private static int hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        for (int at = from; at < to; at += Long.BYTES) {
            int count = Math.min(Long.BYTES, to - at);
            long word = Swar.load(bytes, at) << (8 * (Long.BYTES - count));
            hash = (hash ^ word) * FACTOR;
            hash ^= hash >>> 32;
        }
        // a product's low bits do not depend on its factors' high ones, in which names mostly differ
        return (int) ((hash * FACTOR) >>> 33);
    }

    /** The file has more groups than {@link #MAX_GROUPS}. */
    public static final class TooManyGroupsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyGroupsException() {
            super("more than " + MAX_GROUPS + " groups; does the column tell series apart?");
        }
    }
}
