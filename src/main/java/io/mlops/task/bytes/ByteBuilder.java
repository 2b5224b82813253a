package io.mlops.task.bytes;

import java.util.Arrays;

/** Bytes that grow at their end. */
public final class ByteBuilder {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /** Returns the bytes, valid up to {@link #length}; until they grow, changes are visible in them. */
    public byte[] bytes() {
        return bytes;
    }

    public ByteBuilder append(int one) {
        ensureRoom(1);
        bytes[length++] = (byte) one;
        return this;
    }

    public ByteBuilder append(byte[] more) {
        return append(more, 0, more.length);
    }

    public ByteBuilder append(byte[] from, int start, int end) {
        ensureRoom(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    /** Appends the characters of a text, each below 0x100, as one byte each. */
    @SuppressWarnings("deprecation") // the high bytes, which it ignores, are 0
    public ByteBuilder appendLatin1(String text) {
        ensureRoom(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    /** Returns the bytes with room for more at their end; those written there count once {@link #setLength} says so. */
    public byte[] reserve(int more) {
        ensureRoom(more);
        return bytes;
    }

    /** Takes away what was appended after it had that length, or adds what was written to the room reserved. */
    public void setLength(int newLength) {
        length = newLength;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensureRoom(int more) {
        if (more > MAX_BYTES - length) {
            throw new IllegalStateException("more than " + MAX_BYTES + " bytes");
        }
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(2L * bytes.length, (long) length + more)));
        }
    }
}
