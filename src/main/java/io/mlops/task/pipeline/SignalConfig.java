package io.mlops.task.pipeline;

import io.mlops.task.csv.MissingPolicy;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import io.mlops.task.signal.WarmupPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The configuration of the signal job.
 *
 * @param seed 0 to 2^32 - 1, the range of numpy's seeds
 * @param window in rows, at least 1
 * @param decimals of the value, 0 to 15
 */
record SignalConfig(
        long seed,
        long window,
        String version,
        WarmupPolicy warmup,
        MissingPolicy missing,
        String column,
        int decimals) {
    static final List<String> KEYS = List.of("seed", "window", "version", "warmup", "missing", "column", "decimals");

    static final List<String> TEXT_KEYS = List.of("version", "warmup", "missing", "column");

    private static final int MAX_DECIMALS = 15;
    private static final String DEFAULT_COLUMN = "close";
    private static final int DEFAULT_DECIMALS = 4;

    static SignalConfig of(YamlConfig config) throws JobException {
        return new SignalConfig(
                config.seed(),
                config.integer("window", 1, Long.MAX_VALUE),
                config.string("version"),
                config.enumValue("warmup", WarmupPolicy.values(), WarmupPolicy.ZERO),
                config.enumValue("missing", MissingPolicy.values(), MissingPolicy.KEEP),
                config.string("column", DEFAULT_COLUMN),
                (int) config.integer("decimals", 0, MAX_DECIMALS, DEFAULT_DECIMALS));
    }

    /** The keys and what they may be, for who fills in a form. */
    static List<ConfigKey> schema() {
        return List.of(
                ConfigKey.integer("seed", 0, YamlConfig.MAX_SEED, null, "kept with the result"),
                ConfigKey.integer("window", 1, Long.MAX_VALUE, null, "rows in the rolling mean"),
                ConfigKey.text("version", null, "a name for this configuration"),
                ConfigKey.choice(
                        "warmup",
                        labels(WarmupPolicy.values()),
                        label(WarmupPolicy.ZERO),
                        "how rows without a mean count"),
                ConfigKey.choice(
                        "missing", labels(MissingPolicy.values()), label(MissingPolicy.KEEP), "rows without a value"),
                ConfigKey.text("column", DEFAULT_COLUMN, "which column is read"),
                ConfigKey.integer(
                        "decimals", 0, MAX_DECIMALS, Integer.toString(DEFAULT_DECIMALS), "places of the signal rate"));
    }

    /** Every key with its value as text. */
    Map<String, String> effective() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put("window", Long.toString(window));
        settings.put("version", version);
        settings.put("warmup", label(warmup));
        settings.put("missing", label(missing));
        settings.put("column", column);
        settings.put("decimals", Integer.toString(decimals));
        return settings;
    }

    private static List<String> labels(Enum<?>[] choices) {
        List<String> words = new ArrayList<>();
        for (Enum<?> choice : choices) {
            words.add(label(choice));
        }
        return words;
    }

    private static String label(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
