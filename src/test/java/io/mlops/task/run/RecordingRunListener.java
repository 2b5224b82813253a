package io.mlops.task.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records the events as text. */
public final class RecordingRunListener implements RunListener {
    public final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void submitted(Run run) {
        events.add("submitted");
    }

    @Override
    public void rejected(String reason) {
        events.add("rejected " + reason);
    }

    @Override
    public void started(Run run, Duration waited) {
        events.add("started after " + waited.toSeconds() + " s");
    }

    @Override
    public void ended(Run run, Duration duration) {
        events.add(run.state().label());
    }

    @Override
    public void recovered(Run run) {
        events.add("recovered");
    }

    @Override
    public void saveFailed(Run run, IOException reason) {
        events.add("not saved");
    }

    @Override
    public void callbackFailed(Run run, String reason) {
        events.add(reason);
    }

    @Override
    public void deleted(Run run, @Nullable String retention) {
        events.add(retention == null ? "deleted" : "deleted by retention: " + retention);
    }
}
