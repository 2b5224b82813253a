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

/** A fixed number of threads for fits that do not depend on each other; results come in the order of the tasks. */
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

    /** Runs all tasks; the first failure, in their order, is thrown once the rest were told to end. */
    <T> List<T> invokeAll(String step, List<Callable<T>> tasks, TrainingListener watch) throws ModelException {
        List<Future<T>> started = new ArrayList<>();
        tasks.forEach(task -> started.add(threads.submit(task)));
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : started) {
                results.add(future.get());
                watch.progress(step, results.size(), tasks.size());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TrainingCancelledException stopped = new TrainingCancelledException(step);
            stopped.initCause(e);
            throw stopped;
        } catch (ExecutionException e) {
            throw failure(step, e.getCause());
        } finally {
            started.forEach(future -> future.cancel(true));
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
