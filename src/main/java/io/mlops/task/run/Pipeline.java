package io.mlops.task.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that can be run. It does the same work each time it is given the same job. */
public interface Pipeline {

    /** By this name it is asked for. */
    String name();

    /** What it reads where nobody says otherwise: a file of this program, below its home. */
    default String defaultInput() {
        return "sample-data/ohlcv.csv";
    }

    /** The configuration where nobody says otherwise: a file of this program, below its home. */
    default String defaultConfig() {
        return "config/config.yaml";
    }

    /**
     * Says what is wrong with a configuration before a run is made of it.
     *
     * @param config its text
     * @param configName what messages call it
     */
    void validate(String config, String configName) throws JobException;

    /** Whether the value of a configuration key is text, so that {@code version=1} from a form means {@code "1"}. */
    boolean isString(String key);

    /**
     * A configuration with some keys set anew; the text as it is where none is.
     *
     * @param scalars YAML scalars by key
     */
    String override(String config, String configName, Map<String, String> scalars) throws JobException;

    /**
     * Does the work.
     *
     * @throws JobException where the job fails for a reason that it can name
     * @throws IOException where the input cannot be read
     * @throws InterruptedException where the run was told to stop
     */
    RunResult run(RunContext context) throws JobException, IOException, InterruptedException;

    /** The keys that its configuration may have, for who fills in a form. */
    default List<ConfigKey> schema() {
        return List.of();
    }

    /** What a configuration says, key by key as text, defaults included. */
    default Map<String, String> effectiveConfig(String config, String configName) throws JobException {
        return Map.of();
    }

    /**
     * Points for the plot of a run that has succeeded; null where this pipeline has no plot.
     *
     * @param kept what the run left by {@link RunContext#storeSeries}
     * @param job to read rows again where the points that were kept are too few; null where its input is not what it was
     */
    default @Nullable Series series(byte[] kept, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        return null;
    }
}
