package io.mlops.task.http.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.store.LocalFile;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_528, 65_534, 65_535, 65_536, 65_537, 65_541, 65_542, 65_543, 200_000})
    void shouldSplitALongLineIntoEvents(int length) throws IOException {
        String line = "xä€😀".repeat(length / 10) + "x".repeat(length % 10);
        Path log = Files.writeString(folder.resolve("run.log"), "before\n" + line + "\nbehind\n");

        List<OutboundSseEvent> events = all(new LogTail(new LocalFile(log), 0));

        assertThat(data(events.subList(0, 1))).isEqualTo("before");
        assertThat(data(events.subList(1, events.size() - 2))).isEqualTo(line);
        assertThat(data(events.subList(events.size() - 2, events.size() - 1))).isEqualTo("behind");
        assertThat(events.get(events.size() - 1).getId()).isEqualTo(Long.toString(Files.size(log)));
    }

    @Test
    void shouldWaitForTheEndOfALineUntilTheRunIsCompleted() throws IOException {
        Path log = Files.writeString(folder.resolve("run.log"), "half");
        LogTail tail = new LogTail(new LocalFile(log), 0);
        assertThat(tail.next(SseImpl.INSTANCE, false)).isEmpty();
        Files.writeString(log, " a line", StandardOpenOption.APPEND);

        assertThat(data(tail.next(SseImpl.INSTANCE, true))).isEqualTo("half a line");
        assertThat(tail.next(SseImpl.INSTANCE, true).get(0).getName()).isEqualTo("done");
    }

    private static List<OutboundSseEvent> all(LogTail tail) {
        List<OutboundSseEvent> events = new ArrayList<>();
        while (events.isEmpty() || !"done".equals(events.get(events.size() - 1).getName())) {
            events.addAll(tail.next(SseImpl.INSTANCE, true));
        }
        return events;
    }

    private static String data(List<OutboundSseEvent> events) {
        StringBuilder data = new StringBuilder();
        events.forEach(event -> data.append(event.getData()));
        return data.toString();
    }
}
