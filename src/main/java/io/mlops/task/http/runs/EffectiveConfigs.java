package io.mlops.task.http.runs;

import io.mlops.task.execution.JobException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunStore;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.submission.SubmissionException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The effective configurations of runs. A run's configuration never changes, so the latest requested are cached. */
@Singleton
final class EffectiveConfigs {
    private static final int MAX_ENTRIES = 10_000;

    private final RunStore store;
    private final PipelineRegistry pipelines;
    private final Map<RunId, Map<String, String>> latest = Collections.synchronizedMap(new Latest());

    EffectiveConfigs(RunStore store, PipelineRegistry pipelines) {
        this.store = store;
        this.pipelines = pipelines;
    }

    /** Returns an empty map if the configuration is invalid, or was deleted with its run. */
    Map<String, String> get(Run run) {
        Map<String, String> known = latest.get(run.id());
        if (known != null) {
            return known;
        }
        Map<String, String> read = read(run);
        latest.put(run.id(), read);
        return read;
    }

    private Map<String, String> read(Run run) {
        try {
            String config = store.config(run.id()).readString();
            return pipelines.get(run.pipeline()).schema().effective(config, "config");
        } catch (IOException | JobException | SubmissionException e) {
            return Map.of();
        }
    }

    private static final class Latest extends LinkedHashMap<RunId, Map<String, String>> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, Map<String, String>> eldest) {
            return size() > MAX_ENTRIES;
        }
    }
}
