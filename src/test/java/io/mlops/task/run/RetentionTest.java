package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Map<String, String> PIN = Map.of(Run.PINNED, "true");

    @TempDir
    Path data;

    private RunFixtures fixtures;
    private @Nullable RunId needed;

    @BeforeEach
    void open() throws Exception {
        fixtures = RunFixtures.over(data);
        fixtures.work();
    }

    @AfterEach
    void close() throws Exception {
        fixtures.close();
    }

    @Test
    void shouldDeleteNothingWithoutABound() throws Exception {
        run(Map.of());
        assertThat(sweep(Optional.empty(), Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void shouldDeleteWhatEndedLongerAgoThanTheAge() throws Exception {
        RunId old = run(Map.of());
        fixtures.clock.pass(Duration.ofDays(2));
        RunId young = run(Map.of());
        assertThat(sweep(Optional.of(Duration.ofDays(1)), Optional.empty(), Optional.empty()))
                .containsExactly(old);
        assertThat(fixtures.runs.find(young)).isNotNull();
        assertThat(fixtures.listener.events)
                .contains("deleted by retention: ended at " + SettableClock.START + ", more than max-age PT24H ago");
    }

    @Test
    void shouldDeleteTheOldestBeyondTheCount() throws Exception {
        List<RunId> ids = runs(4);
        assertThat(sweep(Optional.empty(), Optional.of(3), Optional.empty())).containsExactly(ids.get(0));
        assertThat(fixtures.listener.events).contains("deleted by retention: max-count 3 runs were submitted later");
    }

    @Test
    void shouldDeleteTheOldestByOrderAfterTheClockWasSetBackAndARestart() throws Exception {
        RunId first = run(Map.of());
        RunId second = run(Map.of());
        fixtures.close();
        fixtures = RunFixtures.over(data);
        fixtures.work();
        fixtures.clock.pass(Duration.ofDays(-365));
        RunId third = run(Map.of());
        assertThat(List.of(first, second, third)).isSorted();
        assertThat(sweep(Optional.of(Duration.ofDays(1)), Optional.of(2), Optional.empty()))
                .containsExactly(first);
    }

    @Test
    void shouldDeleteTheOldestBeyondTheBytes() throws Exception {
        List<RunId> ids = runs(3);
        long two = fixtures.store.sizeInBytes(ids.get(1)) + fixtures.store.sizeInBytes(ids.get(2));
        assertThat(sweep(Optional.empty(), Optional.empty(), Optional.of(two))).containsExactly(ids.get(0));
    }

    @Test
    void shouldNeverDeleteAPinnedRun() throws Exception {
        RunId pinned = run(PIN);
        RunId old = run(Map.of());
        RunId young = run(Map.of());
        fixtures.clock.pass(Duration.ofDays(2));
        assertThat(sweep(Optional.of(Duration.ofDays(1)), Optional.of(0), Optional.of(0L)))
                .containsExactly(young, old);
        assertThat(fixtures.runs.find(pinned)).isNotNull();
    }

    @Test
    void shouldNeverDeleteANeededRun() throws Exception {
        needed = run(Map.of());
        RunId young = run(Map.of());
        fixtures.clock.pass(Duration.ofDays(2));
        assertThat(sweep(Optional.of(Duration.ofDays(1)), Optional.empty(), Optional.empty()))
                .containsExactly(young);
        assertThat(fixtures.runs.find(needed)).isNotNull();
    }

    @Test
    void shouldNotDeleteARunThatWasPinnedMeanwhile() throws Exception {
        RunId pinned = run(PIN);
        assertThat(fixtures.runs.delete(pinned, "max-count")).isFalse();
        assertThat(fixtures.runs.delete(pinned, null)).isTrue();
    }

    @Test
    void shouldContinueIfOneCannotBeDeleted() throws Exception {
        List<RunId> ids = runs(3);
        Path outgoing = data.resolve("outgoing");
        Path blocking =
                Files.createDirectories(outgoing.resolve(ids.get(1).value()).resolve("full"));
        assertThatThrownBy(() -> sweep(Optional.empty(), Optional.of(1), Optional.empty()))
                .isInstanceOf(IOException.class);
        assertThat(fixtures.runs.find(ids.get(0))).isNull();
        assertThat(fixtures.runs.find(ids.get(1))).isNotNull();
        Files.delete(blocking);
        assertThat(sweep(Optional.empty(), Optional.of(1), Optional.empty())).containsExactly(ids.get(1));
    }

    @Test
    void shouldNeverDeleteARunThatHasNotEnded() throws Exception {
        Run running = fixtures.submit("wait");
        fixtures.pipeline.awaitStart();
        assertThat(sweep(Optional.of(Duration.ZERO), Optional.of(0), Optional.of(0L)))
                .isEmpty();
        assertThat(fixtures.runs.find(running.id())).isNotNull();
    }

    private List<RunId> runs(int count) throws Exception {
        List<RunId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(run(Map.of()));
        }
        return ids;
    }

    private RunId run(Map<String, String> labels) throws Exception {
        Run run = fixtures.admission
                .submit(fixtures.submission("done", null, labels))
                .run();
        return fixtures.ended(run).id();
    }

    private List<RunId> sweep(Optional<Duration> age, Optional<Integer> count, Optional<Long> bytes) throws Exception {
        return new Retention(
                        fixtures.runs,
                        fixtures.store,
                        fixtures.clock,
                        new Retention.Limits(age, count, bytes),
                        run -> run.id().equals(needed))
                .sweep();
    }
}
