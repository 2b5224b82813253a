package io.mlops.task.pipeline;

import io.mlops.task.csv.Missing;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import io.mlops.task.signal.Warmup;
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
        long seed, long window, String version, Warmup warmup, Missing missing, String column, int decimals) {
    static final List<String> KEYS = List.of("seed", "window", "version", "warmup", "missing", "column", "decimals");

    static final List<String> TEXT_KEYS = List.of("version", "warmup", "missing", "column");

    private static final int MOST_DECIMALS = 15;
    private static final String DEFAULT_COLUMN = "close";
    private static final int DEFAULT_DECIMALS = 4;

    static SignalConfig of(Config config) throws JobException {
        return new SignalConfig(
                config.seed(),
                config.integer("window", 1, Long.MAX_VALUE),
                config.text("version"),
                config.choice("warmup", Warmup.values(), Warmup.ZERO),
                config.choice("missing", Missing.values(), Missing.KEEP),
                config.text("column", DEFAULT_COLUMN),
                (int) config.integer("decimals", 0, MOST_DECIMALS, DEFAULT_DECIMALS));
    }

    /** The keys and what they may be, for who fills in a form. */
    static List<ConfigKey> describe() {
        return List.of(
                ConfigKey.integer("seed", 0, Config.LARGEST_SEED, null, "kept with the result"),
                ConfigKey.integer("window", 1, Long.MAX_VALUE, null, "rows in the rolling mean"),
                ConfigKey.text("version", null, "a name for this configuration"),
                ConfigKey.choice("warmup", words(Warmup.values()), word(Warmup.ZERO), "how rows without a mean count"),
                ConfigKey.choice("missing", words(Missing.values()), word(Missing.KEEP), "rows without a value"),
                ConfigKey.text("column", DEFAULT_COLUMN, "which column is read"),
                ConfigKey.integer(
                        "decimals", 0, MOST_DECIMALS, Integer.toString(DEFAULT_DECIMALS), "places of the signal rate"));
    }

    /** Every key with its value as text. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put("window", Long.toString(window));
        settings.put("version", version);
        settings.put("warmup", word(warmup));
        settings.put("missing", word(missing));
        settings.put("column", column);
        settings.put("decimals", Integer.toString(decimals));
        return settings;
    }

    private static List<String> words(Enum<?>[] choices) {
        List<String> words = new ArrayList<>();
        for (Enum<?> choice : choices) {
            words.add(word(choice));
        }
        return words;
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
