package io.mlops.task.metrics;

import io.mlops.task.background.BackgroundTasks;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.BossEventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Whether each background task and each thread that serves connections goes on; names those that do not. */
@Liveness
@Singleton
final class ThreadLivenessCheck implements HealthCheck {
    private final BackgroundTasks tasks;
    private final EventLoopGroup acceptors;
    private final EventLoopGroup eventLoops;

    ThreadLivenessCheck(
            BackgroundTasks tasks,
            @BossEventLoopGroup EventLoopGroup acceptors,
            @MainEventLoopGroup EventLoopGroup eventLoops) {
        this.tasks = tasks;
        this.acceptors = acceptors;
        this.eventLoops = eventLoops;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> faults = new TreeMap<>(tasks.faults());
        addEnded("Acceptor", acceptors, faults);
        addEnded("Event loop", eventLoops, faults);
        HealthCheckResponseBuilder response = HealthCheckResponse.named("threads");
        faults.forEach((name, fault) -> response.withData(name, fault.isEmpty() ? "alive" : fault));
        return response.status(faults.values().stream().allMatch(String::isEmpty))
                .build();
    }

    private static void addEnded(String name, EventLoopGroup threads, Map<String, String> faults) {
        int number = 0;
        for (EventExecutor thread : threads) {
            faults.put(name + ' ' + ++number, thread.isShuttingDown() ? "the thread has ended" : "");
        }
    }
}
