package io.mlops.task.service;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.http.filter.RequestConfig;
import io.mlops.task.http.runs.RunsConfig;
import io.mlops.task.run.FailingStore;
import io.mlops.task.run.RunStore;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/** The service over a {@link FailingStore}; liveness reports a failing task soon. */
@Alternative
public final class FailingStoreWiring {
    private static final Duration TOLERANCE = Duration.ofMillis(1500);

    private final Wiring wiring;

    FailingStoreWiring(Settings settings, RequestConfig requests, RunsConfig runs) {
        this.wiring = new Wiring(settings, requests, runs);
    }

    @Produces
    @Singleton
    FailingStore failing() throws IOException {
        return FailingStore.over(wiring.store());
    }

    @Produces
    @Singleton
    RunStore store(FailingStore failing) {
        return failing.store();
    }

    void close(@Disposes RunStore store) throws IOException {
        store.close();
    }

    @Produces
    @Singleton
    BackgroundTasks tasks() {
        return new BackgroundTasks(TOLERANCE);
    }
}
