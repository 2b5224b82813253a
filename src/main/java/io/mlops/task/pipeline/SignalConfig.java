package io.mlops.task.pipeline;

import io.mlops.task.csv.Missing;
import io.mlops.task.run.JobException;
import io.mlops.task.signal.Warmup;
import java.util.List;

/**
 * The configuration of the signal job.
 *
 * @param seed 0 to 2^32 - 1, the range of numpy's seeds
 * @param window in rows, at least 1
 * @param decimals of the value, 0 to 15
 */
record SignalConfig(
        long seed, long window, String version, Warmup warmup, Missing missing, String column, int decimals) {
    static final List<String> KEYS = List.of("seed", "window", "version", "warmup", "missing", "column", "decimals");

    static final List<String> TEXT_KEYS = List.of("version", "warmup", "missing", "column");

    private static final long LARGEST_SEED = (1L << 32) - 1;
    private static final int MOST_DECIMALS = 15;

    static SignalConfig of(Config config) throws JobException {
        return new SignalConfig(
                config.integer("seed", 0, LARGEST_SEED),
                config.integer("window", 1, Long.MAX_VALUE),
                config.text("version"),
                config.choice("warmup", Warmup.values(), Warmup.ZERO),
                config.choice("missing", Missing.values(), Missing.KEEP),
                config.text("column", "close"),
                (int) config.integer("decimals", 0, MOST_DECIMALS, 4));
    }
}
