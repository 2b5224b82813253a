package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.regression.TrainingCancelledException;
import io.mlops.task.model.regression.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs independent fits on a fixed number of threads; results are in the order of the tasks. */
final class TrainingExecutor implements AutoCloseable {
    private final ExecutorService threads;

    private TrainingExecutor(ExecutorService threads) {
        this.threads = threads;
    }

    static TrainingExecutor of(int threads) {
        return new TrainingExecutor(Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "training");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Runs all tasks; cancels the rest and throws if one of them fails. */
    <T> List<T> invokeAll(String step, List<Callable<T>> tasks, TrainingListener listener) throws ModelException {
        List<Future<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(threads.submit(task)));
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
                listener.progress(step, results.size(), tasks.size());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TrainingCancelledException cancelled = new TrainingCancelledException(step);
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            throw failure(step, e.getCause());
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static ModelException failure(String step, @Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof ModelException expected
                ? expected
                : new ModelException(step + " failed: " + cause, cause);
    }
}
