package io.mlops.task.http.predict;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of predictions over HTTP. */
@ConfigMapping(prefix = "mlops.models")
public interface PredictConfig {

    /** Maximum size of a CSV that is predicted in the response; a longer one becomes a run. */
    @WithDefault("1M")
    MemorySize maxInlineCsv();
}
