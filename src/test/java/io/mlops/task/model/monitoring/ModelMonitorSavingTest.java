package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.store.FileLabelledRows;
import io.mlops.task.store.FileModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

        private List<String> ids() {
            return saved == null
                    ? List.of()
                    : saved.waiting().stream().map(PredictedRow::id).toList();
        }
    }

    @BeforeEach
    void open() throws Exception {
        ChampionService none = ChampionService.open(
                FileModelRegistry.open(directory, "housing", Clock.systemUTC()),
                PromotionGate.defaults(),
                Clock.systemUTC());
        monitor = ModelMonitor.open(
                none,
                new ModelMonitor.Stores(store, new FileLabelledRows(directory.resolve("labelled.jsonl"), 10)),
                new ModelMonitor.Limits(10, Duration.ofDays(1), 10, 10),
                Clock.systemUTC());
        predict("first");
    }

    private void predict(String id) {
        Prediction prediction = new Prediction(2, new Prediction.Interval(1, 3, 0.9), List.of());
        monitor.onPrediction(id, null, 1, new double[Feature.count()], prediction);
    }

    @AfterEach
    void end() {
        store.release.countDown();
        threads.shutdown();
    }

    @Test
    void shouldWaitForASaveInProgress() throws Exception {
        predict("second");
        Future<?> periodic = save();
        store.started.await();
        Future<?> request = save();

        assertThatThrownBy(() -> request.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        store.release.countDown();
        request.get();
        assertThat(store.ids()).containsExactly("first", "second");
        periodic.get();
    }

    @Test
    void shouldNotOverwriteALaterStateWithAnEarlierOne() throws Exception {
        Future<?> periodic = save();
        store.started.await();
        predict("second");
        Future<?> request = save();

        assertThatThrownBy(() -> request.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        store.release.countDown();
        periodic.get();
        request.get();
        assertThat(store.ids()).containsExactly("first", "second");
    }

    @Test
    void shouldSaveLaterWhatCouldNotBeSaved() throws Exception {
        predict("second");
        store.fault = new OutOfMemoryError("a test's");
        assertThatThrownBy(monitor::save).isSameAs(store.fault);

        store.fault = null;
        store.release.countDown();
        monitor.save();
        assertThat(store.ids()).containsExactly("first", "second");
    }

    private Future<?> save() {
        return threads.submit(() -> {
            monitor.save();
            return null;
        });
    }
}
