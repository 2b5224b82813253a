package io.mlops.task.layout;

import io.mlops.task.bytes.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Text without its last lines. These are buffered, so they must fit into a megabyte. */
public final class FooterSkippingStream extends BulkInputStream {
    private static final int STEP = 16 << 10;
    private static final int MAX_HELD = 1 << 20;

    private final InputStream in;
    private final int lines;
    private byte[] buffer = new byte[2 * STEP];
    private int from;
    /** Start of the lines that are held back; what precedes them can be read. */
    private int held;

    private int to;
    private boolean ended;

    /** @param lines number of lines to omit at the end, at least 1 */
    public FooterSkippingStream(InputStream in, int lines) {
        this.in = in;
        this.lines = lines;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (from == held && !ended) {
            fill();
        }
        if (from == held) {
            return -1;
        }
        int count = Math.min(length, held - from);
        System.arraycopy(buffer, from, into, offset, count);
        from += count;
        return count;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        held -= from;
        from = 0;
        if (buffer.length - to < STEP) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, to, buffer.length - to);
        ended = read < 0;
        to += Math.max(read, 0);
        held = startOfLastLines();
        if (to - held > MAX_HELD) {
            throw new IOException("the last " + lines + " lines, which skip_footer leaves out, are longer than "
                    + MAX_HELD + " bytes");
        }
    }

    /** A newline at the end belongs to the last line. */
    private int startOfLastLines() {
        int at = to;
        int newlines = to > 0 && buffer[to - 1] == '\n' ? -1 : 0;
        while (at > 0) {
            if (buffer[at - 1] == '\n' && ++newlines == lines) {
                return at;
            }
            at--;
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
