package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.monitoring.LiveEvaluation;
import io.mlops.task.model.monitoring.ModelMonitor;
import io.mlops.task.model.monitoring.MonitoringStore;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.PredictionInterval;
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
    private static final double TRUTH = 2.5;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final SlowStore store = new SlowStore();
    private ModelMonitor watching;

    /** Whose first save is not over before it is let go. */
    private static final class SlowStore implements MonitoringStore {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private volatile MonitoringStore.@Nullable State kept;
        private volatile @Nullable Error fault;

        @Override
        public Optional<MonitoringStore.State> load() {
            return Optional.empty();
        }

        @Override
        public void save(MonitoringStore.State latest) {
            Error broken = fault;
            if (broken != null) {
                throw broken;
            }
            if (begun.getCount() > 0) {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            kept = latest;
        }

        private List<Double> truths() {
            return kept == null
                    ? List.of()
                    : kept.predictions().stream()
                            .map(LiveEvaluation.Entry::actual)
                            .toList();
        }
    }

    @BeforeEach
    void predict() throws Exception {
        ChampionService none = ChampionService.open(
                FileModelRegistry.open(folder, "housing", Clock.systemUTC()),
                PromotionGate.defaults(),
                Clock.systemUTC());
        watching = ModelMonitor.open(none, store, 10, 10);
        watching.onPrediction(
                "id", 1, new double[Feature.count()], new Prediction(2, new PredictionInterval(1, 3, 0.9), List.of()));
    }

    @AfterEach
    void end() {
        store.release.countDown();
        threads.shutdown();
    }

    @Test
    void shouldNotBeOverBeforeATruthIsKeptThatAnotherIsWriting() throws Exception {
        watching.actual("id", TRUTH);
        Future<?> tender = save();
        store.begun.await();
        Future<?> request = save();

        assertThatThrownBy(() -> request.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        store.release.countDown();
        request.get();
        assertThat(store.truths()).containsExactly(TRUTH);
        tender.get();
    }

    @Test
    void shouldNotPutWhatWasKnownBeforeInThePlaceOfALaterTruth() throws Exception {
        Future<?> tender = save();
        store.begun.await();
        watching.actual("id", TRUTH);
        Future<?> request = save();

        assertThatThrownBy(() -> request.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        store.release.countDown();
        tender.get();
        request.get();
        assertThat(store.truths()).containsExactly(TRUTH);
    }

    @Test
    void shouldKeepLaterWhatCouldNotBeKeptForWhateverReason() throws Exception {
        watching.actual("id", TRUTH);
        store.fault = new OutOfMemoryError("a test's");
        assertThatThrownBy(watching::save).isSameAs(store.fault);

        store.fault = null;
        store.release.countDown();
        watching.save();
        assertThat(store.truths()).containsExactly(TRUTH);
    }

    private Future<?> save() {
        return threads.submit(() -> {
            watching.save();
            return null;
        });
    }
}
