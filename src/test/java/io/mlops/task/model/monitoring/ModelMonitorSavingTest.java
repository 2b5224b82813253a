package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.store.FileModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ModelMonitorSavingTest {
    private static final double ACTUAL = 2.5;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final SlowStore store = new SlowStore();
    private ModelMonitor monitor;

    /** Its first save blocks until it is released. */
    private static final class SlowStore implements MonitoringStore {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private volatile MonitoringStore.@Nullable State saved;
        private volatile @Nullable Error fault;

        @Override
        public Optional<MonitoringStore.State> load() {
            return Optional.empty();
        }

        @Override
        public void save(MonitoringStore.State state) {
            Error broken = fault;
            if (broken != null) {
                throw broken;
            }
            if (started.getCount() > 0) {
                started.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            saved = state;
        }

        private List<Double> actuals() {
            return saved == null
                    ? List.of()
                    : saved.predictions().stream()
                            .map(LiveEvaluation.PredictionRecord::actual)
                            .toList();
        }
    }

    @BeforeEach
    void predict() throws Exception {
        ChampionService none = ChampionService.open(
                FileModelRegistry.open(directory, "housing", Clock.systemUTC()),
                PromotionGate.defaults(),
                Clock.systemUTC());
        monitor = ModelMonitor.open(none, store, 10, 10);
        monitor.onPrediction(
                "id", 1, new double[Feature.count()], new Prediction(2, new Prediction.Interval(1, 3, 0.9), List.of()));
    }

    @AfterEach
    void end() {
        store.release.countDown();
        threads.shutdown();
    }

    @Test
    void shouldWaitForASaveInProgress() throws Exception {
        monitor.recordActual("id", ACTUAL);
        Future<?> periodic = save();
        store.started.await();
        Future<?> request = save();

        assertThatThrownBy(() -> request.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        store.release.countDown();
        request.get();
        assertThat(store.actuals()).containsExactly(ACTUAL);
        periodic.get();
    }

    @Test
    void shouldNotOverwriteALaterActualWithAnEarlierState() throws Exception {
        Future<?> periodic = save();
        store.started.await();
        monitor.recordActual("id", ACTUAL);
        Future<?> request = save();

        assertThatThrownBy(() -> request.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        store.release.countDown();
        periodic.get();
        request.get();
        assertThat(store.actuals()).containsExactly(ACTUAL);
    }

    @Test
    void shouldSaveLaterWhatCouldNotBeSaved() throws Exception {
        monitor.recordActual("id", ACTUAL);
        store.fault = new OutOfMemoryError("a test's");
        assertThatThrownBy(monitor::save).isSameAs(store.fault);

        store.fault = null;
        store.release.countDown();
        monitor.save();
        assertThat(store.actuals()).containsExactly(ACTUAL);
    }

    private Future<?> save() {
        return threads.submit(() -> {
            monitor.save();
            return null;
        });
    }
}
