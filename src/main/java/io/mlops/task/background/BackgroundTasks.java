package io.mlops.task.background;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All background tasks of a process. */
public final class BackgroundTasks implements AutoCloseable {
    /** Long enough for a shortage of memory to pass. */
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Duration tolerance;
    private final List<BackgroundTask> tasks = new CopyOnWriteArrayList<>();

    /** Work that may fail. */
    public interface Action {
        void run() throws Exception;
    }

    /** @param tolerance for how long a task may fail with nothing but errors until that is its {@link BackgroundTask#fault} */
    public BackgroundTasks(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Starts a task.
     *
     * @param name of the task and its thread, as logs and health checks show it
     */
    public BackgroundTask start(String name, BackgroundTask.Work work) {
        BackgroundTask task = new BackgroundTask(name, work, tolerance);
        tasks.add(task);
        task.start();
        return task;
    }

    /** Starts a task with the same pause after each repetition that did not fail. */
    public BackgroundTask start(String name, Duration interval, Action action) {
        return start(name, () -> {
            action.run();
            return interval;
        });
    }

    /** What is wrong with each task, by name; empty for one that goes on. */
    public Map<String, String> faults() {
        Map<String, String> faults = new TreeMap<>();
        for (BackgroundTask task : tasks) {
            faults.put(task.name(), task.fault().orElse(""));
        }
        return faults;
    }

    /** Starts no further repetition of any task. */
    @Override
    public void close() {
        tasks.forEach(BackgroundTask::close);
    }
}
