package io.mlops.task;

import io.mlops.task.model.ModelException;
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
final class Steps {
    static final int WELL = 60;

    private final Teller teller;
    private final Map<String, Fault> faults = new HashMap<>();

    Steps(Teller teller) {
        this.teller = teller;
    }

    /** What may fail; an {@code Error} too must not end the thread that will try again. */
    interface Step {
        void take() throws IOException, ModelException;
    }

    /** Where it is said; the cause comes with what nobody expects. */
    interface Teller {
        void tell(Logger.Level level, Object text, @Nullable Throwable cause);
    }

    /** What was said of a step, and how often it went well since it failed last. */
    private record Fault(Class<?> kind, int well) {}

    /** @param what names the step in the log, as in "keeping the answers" */
    void take(String what, Step step) {
        try {
            step.take();
        } catch (IOException | ModelException e) {
            failed(what, e, null);
            return;
        } catch (RuntimeException | Error e) {
            failed(what, e, e);
            return;
        }
        wentWell(what);
    }

    private void wentWell(String what) {
        Fault fault = faults.get(what);
        if (fault != null && fault.well + 1 < WELL) {
            faults.put(what, new Fault(fault.kind, fault.well + 1));
        } else if (fault != null) {
            faults.remove(what);
            teller.tell(Logger.Level.INFO, what + " works again", null);
        }
    }

    private void failed(String what, Throwable thrown, @Nullable Throwable cause) {
        Fault before = faults.put(what, new Fault(thrown.getClass(), 0));
        if (before == null || before.kind != thrown.getClass()) {
            teller.tell(Logger.Level.WARN, what + " failed, it is tried again: " + thrown, cause);
        }
    }
}
