package io.mlops.task.cli;

import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.ProgressListener;
import java.io.PrintStream;
import java.time.Clock;

/** Writes log lines to standard error, and below them one line of progress if it is a terminal. */
public final class ConsoleProgress implements LogSink, ProgressListener {
    private static final long INITIAL_DELAY_MILLIS = 1000;
    private static final long INTERVAL_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream stream;
    private final boolean interactive;
    private final Clock clock;
    private final long started;
    private long lastShown;
    private boolean progressShown;

    /** @param interactive whether to show progress */
    public ConsoleProgress(PrintStream stream, boolean interactive, Clock clock) {
        this.stream = stream;
        this.interactive = interactive;
        this.clock = clock;
        this.started = clock.millis();
        this.lastShown = started + INITIAL_DELAY_MILLIS - INTERVAL_MILLIS;
    }

    @Override
    public synchronized void write(byte[] lines) {
        clear();
        stream.write(lines, 0, lines.length);
        stream.flush();
    }

    @Override
    public synchronized void onProgress(long bytes, long totalBytes, long rows) {
        long now = clock.millis();
        if (!interactive || now - lastShown < INTERVAL_MILLIS) {
            return;
        }
        lastShown = now;
        progressShown = true;
        stream.print(CLEAR_LINE + line(bytes, totalBytes, rows, (now - started) / 1e3));
        stream.flush();
    }

    @Override
    public synchronized void close() {
        clear();
    }

    private void clear() {
        if (progressShown) {
            stream.print(CLEAR_LINE);
            progressShown = false;
        }
    }

    private static String line(long bytes, long totalBytes, long rows, double seconds) {
        StringBuilder line = new StringBuilder(String.format("%,d rows, %,d MB", rows, bytes >> 20));
        if (totalBytes > 0) {
            line.append(String.format(" of %,d (%d %%)", totalBytes >> 20, 100 * bytes / totalBytes));
        }
        line.append(String.format(", %,.0f rows/s, %,.0f MB/s", rows / seconds, bytes / seconds / (1 << 20)));
        if (totalBytes > 0 && bytes > 0) {
            line.append(String.format(", %.0f s left", (totalBytes - bytes) * seconds / bytes));
        }
        return line.toString();
    }
}
