package io.mlops.task.mlflow;

import io.mlops.task.run.Run;
import io.mlops.task.run.StoredFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs whose results are sent to the server. */
public interface TrackedRuns {
    /** Returns the stored runs, newest first. */
    Collection<Run> newestFirst();

    /** Returns empty if there is no such run any more. */
    Optional<Run> find(String id);

    /** Whether a successful run makes a version of a model. */
    boolean trains(Run run);

    /** Returns every configuration key with its value; empty if the configuration is invalid. */
    Map<String, String> config(Run run);

    /** Returns metrics.json. */
    StoredFile metrics(Run run);

    /** Returns log and configuration. */
    List<StoredFile> files(Run run);

    List<StoredFile> artifacts(Run run) throws IOException;
}
