package io.mlops.task.http.runs;

import io.mlops.task.execution.JobException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunStore;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.submission.SubmissionException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The effective configurations of runs. A run's configuration never changes, so the latest requested are cached. */
@Singleton
final class EffectiveConfigs {
    private static final int MAX_CHARACTERS = 4 << 20;
    /** Of an entry without values. */
    private static final int ENTRY_LENGTH = 100;

    private final RunStore store;
    private final PipelineRegistry pipelines;
    private final Latest latest = new Latest();

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
        latest.add(run.id(), read);
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

    /** As many as have {@value #MAX_CHARACTERS} characters together. */
    private static final class Latest {
        private final Map<RunId, Map<String, String>> configs = new LinkedHashMap<>();
        private int characters;

        synchronized @Nullable Map<String, String> get(RunId id) {
            return configs.get(id);
        }

        synchronized void add(RunId id, Map<String, String> config) {
            if (configs.putIfAbsent(id, config) != null) {
                return;
            }
            characters += length(config);
            Iterator<Map<String, String>> eldest = configs.values().iterator();
            while (characters > MAX_CHARACTERS) {
                characters -= length(eldest.next());
                eldest.remove();
            }
        }

        private static int length(Map<String, String> config) {
            int length = ENTRY_LENGTH;
            for (Map.Entry<String, String> entry : config.entrySet()) {
                length += entry.getKey().length() + entry.getValue().length();
            }
            return length;
        }
    }
}
