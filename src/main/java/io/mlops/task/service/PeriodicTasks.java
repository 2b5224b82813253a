package io.mlops.task.service;

import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Steps that are taken again and again and do not depend on each other: one that fails keeps no other from being taken. It
 * is said once for each kind of fault, until the step went well many times in a row: at some there is nothing to do. For
 * one thread.
 */
final class PeriodicTasks {
    static final int SUCCESSES_TO_RECOVER = 60;

    private final Teller teller;
    private final Map<String, Fault> faults = new HashMap<>();

    PeriodicTasks(Teller teller) {
        this.teller = teller;
    }

    /** What may fail; an {@code Error} too must not end the thread that will try again. */
    interface Task {
        void run() throws IOException, ModelException;
    }

    /** Where it is said; the cause comes with what nobody expects. */
    interface Teller {
        void log(Logger.Level level, Object text, @Nullable Throwable cause);
    }

    /** What was said of a step, and how often it went well since it failed last. */
    private record Fault(Class<?> kind, int well) {}

    /** @param what names the step in the log, as in "keeping the answers" */
    void run(String what, PeriodicTasks.Task step) {
        try {
            step.run();
        } catch (IOException | ModelException e) {
            onFailure(what, e, null);
            return;
        } catch (RuntimeException | Error e) {
            onFailure(what, e, e);
            return;
        }
        onSuccess(what);
    }

    private void onSuccess(String what) {
        Fault fault = faults.get(what);
        if (fault != null && fault.well + 1 < SUCCESSES_TO_RECOVER) {
            faults.put(what, new Fault(fault.kind, fault.well + 1));
        } else if (fault != null) {
            faults.remove(what);
            teller.log(Logger.Level.INFO, what + " works again", null);
        }
    }

    private void onFailure(String what, Throwable thrown, @Nullable Throwable cause) {
        Fault before = faults.put(what, new Fault(thrown.getClass(), 0));
        if (before == null || before.kind != thrown.getClass()) {
            teller.log(Logger.Level.WARN, what + " failed, it is tried again: " + thrown, cause);
        }
    }
}
