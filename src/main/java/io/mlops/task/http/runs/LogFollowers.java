package io.mlops.task.http.runs;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.http.HttpConnection;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The clients that follow logs. A client whose log cannot be read or sent loses its connection, so that it connects again
 * rather than wait for ever.
 */
@Singleton
final class LogFollowers {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final Semaphore places;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    LogFollowers(RunsConfig config, BackgroundTasks tasks) {
        this.places = new Semaphore(config.maxLogStreams());
        tasks.start("Log followers", POLL_INTERVAL, this::poll);
    }

    /**
     * Adds a client.
     *
     * @param lines what is new since the last call, ending with {@link LogTail#END}
     */
    Multi<OutboundSseEvent> add(Supplier<List<OutboundSseEvent>> lines, HttpConnection connection) {
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemDetails.Type.TOO_MANY_STREAMS, "Too many logs are followed", 5L);
        }
        return Multi.createFrom()
                .emitter(emitter -> follow(new Follower(lines, connection, emitter)), BackPressureStrategy.BUFFER);
    }

    private void follow(Follower follower) {
        followers.add(follower);
        follower.emitter.onTermination(() -> {
            if (followers.remove(follower)) {
                places.release();
            }
            if (!follower.ended) {
                follower.connection.close();
            }
        });
    }

    /** A follower that fails does not affect the others. */
    private void poll() {
        Throwable failure = null;
        for (Follower follower : followers) {
            try {
                follower.poll();
            } catch (RuntimeException | Error e) {
                failure = e;
                follower.connection.close();
            }
        }
        if (failure != null) {
            throw new IllegalStateException("A log could not be followed", failure);
        }
    }

    private static final class Follower {
        private final Supplier<List<OutboundSseEvent>> lines;
        private final HttpConnection connection;
        private final MultiEmitter<? super OutboundSseEvent> emitter;
        private volatile boolean ended;

        Follower(
                Supplier<List<OutboundSseEvent>> lines,
                HttpConnection connection,
                MultiEmitter<? super OutboundSseEvent> emitter) {
            this.lines = lines;
            this.connection = connection;
            this.emitter = emitter;
        }

        /** Sends nothing until the client has received the previous events. */
        void poll() {
            if (emitter.requested() == 0) {
                return;
            }
            for (OutboundSseEvent event : lines.get()) {
                if (LogTail.END.equals(event.getName())) {
                    ended = true;
                    emitter.complete();
                    return;
                }
                emitter.emit(event);
            }
        }
    }
}
