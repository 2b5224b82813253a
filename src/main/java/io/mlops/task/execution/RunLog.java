package io.mlops.task.execution;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one run: {@code 2024-01-06 16:00:00 - INFO - Job started}, in UTC. Control characters in a message are
 * escaped, so that untrusted input cannot start a line of its own. Thread-safe.
 */
public final class RunLog implements AutoCloseable {
    private static final int MAX_FINDINGS = 100;
    private static final int MAX_MESSAGE_LENGTH = 1000;
    private static final String HEX = "0123456789abcdef";

    private final Clock clock;
    private final List<LogSink> sinks;
    private final List<Finding> findings = new ArrayList<>();
    private int moreFindings;

    public RunLog(Clock clock, List<LogSink> sinks) {
        this.clock = clock;
        this.sinks = sinks;
    }

    public void info(String message) {
        write(line("INFO", message));
    }

    /** Logs what was found in the data. */
    public void found(Finding finding) {
        write(line(finding.severity().name(), "[" + finding.check() + "] " + finding.message()));
        synchronized (this) {
            if (findings.size() < MAX_FINDINGS) {
                findings.add(shortened(finding));
            } else {
                moreFindings++;
            }
        }
    }

    private static Finding shortened(Finding finding) {
        return new Finding(
                finding.check(),
                finding.severity(),
                finding.count(),
                finding.line(),
                SafeText.cut(finding.message(), MAX_MESSAGE_LENGTH));
    }

    public void error(String message) {
        write(line("ERROR", message));
    }

    /** Logs an unexpected exception with its stack trace. */
    public void error(String message, Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        StringBuilder lines = line("ERROR", message);
        for (String traceLine : trace.toString().lines().toList()) {
            lines.append("    ");
            escape(traceLine.replace("\t", "  "), lines);
            lines.append('\n');
        }
        write(lines);
    }

    /** Returns the first {@value #MAX_FINDINGS} findings, long messages truncated, and the number of further ones. */
    public synchronized List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        if (moreFindings > 0) {
            all.add(Check.MORE_FINDINGS.finding(moreFindings, 0, moreFindings + " more findings are in the log"));
        }
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        for (LogSink sink : sinks) {
            sink.close();
        }
    }

    private StringBuilder line(String level, String message) {
        StringBuilder line = new StringBuilder(message.length() + 40);
        appendTime(line);
        line.append(" - ").append(level).append(" - ");
        escape(message, line);
        return line.append('\n');
    }

    private synchronized void write(StringBuilder lines) {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            for (LogSink sink : sinks) {
                sink.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Without a DateTimeFormatter, which takes longer to start than the rest of a small run. */
    private void appendTime(StringBuilder line) {
        LocalDateTime now = LocalDateTime.ofEpochSecond(Math.floorDiv(clock.millis(), 1000L), 0, ZoneOffset.UTC);
        line.append(now.getYear());
        appendTwo(line.append('-'), now.getMonthValue());
        appendTwo(line.append('-'), now.getDayOfMonth());
        appendTwo(line.append(' '), now.getHour());
        appendTwo(line.append(':'), now.getMinute());
        appendTwo(line.append(':'), now.getSecond());
    }

    private static void appendTwo(StringBuilder line, int number) {
        line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
                line.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    line.append(HEX.charAt((c >> shift) & 0xf));
                }
            } else {
                line.append(c);
            }
        }
    }
}
