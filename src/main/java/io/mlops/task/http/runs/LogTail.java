package io.mlops.task.http.runs;

import io.mlops.task.run.StoredFile;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** The lines that were added to a log since the last poll. One that is longer than a poll reads is sent in pieces. */
final class LogTail {
    /** Ends the stream after the last event of an ended run; not sent itself. */
    static final String END = "end";

    private static final int MAX_BYTES = 1 << 16;

    private final StoredFile file;
    private long offset;
    private boolean endSent;

    LogTail(StoredFile file, long offset) {
        this.file = file;
        this.offset = offset;
    }

    /** @param ended whether the run had ended before this call, so that nothing more will come */
    List<OutboundSseEvent> next(Sse sse, boolean ended) {
        List<OutboundSseEvent> events = new ArrayList<>();
        byte[] bytes = read();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                events.add(line(sse, bytes, from, i, i + 1));
                from = i + 1;
            }
        }
        if (from == 0 && bytes.length > 0 && (ended || bytes.length == MAX_BYTES)) {
            from = completeCharacters(bytes);
            events.add(line(sse, bytes, 0, from, from));
        }
        offset += from;
        if (ended && from == 0) {
            if (endSent) {
                events.add(sse.newEventBuilder().name(END).data("").build());
            } else {
                endSent = true;
                events.add(sse.newEventBuilder()
                        .name("done")
                        .id(Long.toString(offset))
                        .data("the run has ended")
                        .build());
            }
        }
        return events;
    }

    private OutboundSseEvent line(Sse sse, byte[] bytes, int from, int to, int next) {
        return sse.newEventBuilder()
                .id(Long.toString(offset + next))
                .data(new String(bytes, from, to - from, StandardCharsets.UTF_8))
                .build();
    }

    /** Returns how many bytes precede an incomplete UTF-8 character at the end; all if there is no complete one. */
    private static int completeCharacters(byte[] bytes) {
        int last = bytes.length - 1;
        while (last > 0 && (bytes[last] & 0xc0) == 0x80) {
            last--;
        }
        int lead = bytes[last] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        return last == 0 || last + length <= bytes.length ? bytes.length : last;
    }

    private byte[] read() {
        try (InputStream in = file.open(offset, MAX_BYTES)) {
            return in.readAllBytes();
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
