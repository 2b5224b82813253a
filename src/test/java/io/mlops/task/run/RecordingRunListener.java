package io.mlops.task.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a listener was told, in words. */
public final class RecordingRunListener implements RunListener {
    public final List<String> words = new CopyOnWriteArrayList<>();

    @Override
    public void submitted(Run run) {
        words.add("submitted");
    }

    @Override
    public void rejected(String reason) {
        words.add("rejected " + reason);
    }

    @Override
    public void started(Run run, Duration waited) {
        words.add("started after " + waited.toSeconds() + " s");
    }

    @Override
    public void ended(Run run, Duration ran) {
        words.add(run.state().label());
    }

    @Override
    public void recovered(Run run) {
        words.add("recovered");
    }

    @Override
    public void saveFailed(Run run, IOException why) {
        words.add("not saved");
    }

    @Override
    public void callbackFailed(Run run, String why) {
        words.add(why);
    }

    @Override
    public void deleted(Run run, boolean byRetention) {
        words.add(byRetention ? "deleted by retention" : "deleted");
    }
}
