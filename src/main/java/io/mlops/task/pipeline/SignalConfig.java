package io.mlops.task.pipeline;

import static io.mlops.task.config.ChoiceKey.choice;
import static io.mlops.task.config.IntegerKey.integer;
import static io.mlops.task.config.StringKey.string;

import io.mlops.task.config.ChoiceKey;
import io.mlops.task.config.ConfigReader;
import io.mlops.task.config.IntegerKey;
import io.mlops.task.config.StringKey;
import io.mlops.task.config.YamlSchema;
import io.mlops.task.csv.MissingPolicy;
import io.mlops.task.execution.JobException;
import io.mlops.task.signal.WarmupPolicy;
import java.util.List;

/** The configuration of the signal job. */
record SignalConfig(
        long seed,
        long window,
        String version,
        WarmupPolicy warmup,
        MissingPolicy missing,
        String column,
        int decimals) {
    private static final IntegerKey SEED = IntegerKey.seed("recorded with the result");
    private static final IntegerKey WINDOW =
            integer("window", "rows in the rolling mean").min(1);
    private static final StringKey VERSION = StringKey.version();
    private static final ChoiceKey<WarmupPolicy> WARMUP =
            choice("warmup", "how to count rows without a mean", WarmupPolicy.values(), WarmupPolicy.ZERO);
    private static final ChoiceKey<MissingPolicy> MISSING =
            choice("missing", "what to do with rows without a value", MissingPolicy.values(), MissingPolicy.KEEP);
    private static final StringKey COLUMN = string("column", "the column to read", "close");
    private static final IntegerKey DECIMALS = integer("decimals", "decimal places of the signal rate")
            .range(0, 15)
            .orElse(4);

    static final YamlSchema<SignalConfig> SCHEMA = new Schema();

    private static final class Schema extends YamlSchema<SignalConfig> {
        Schema() {
            super(false, List.of(SEED, WINDOW, VERSION, WARMUP, MISSING, COLUMN, DECIMALS));
        }

        @Override
        protected SignalConfig read(ConfigReader values) throws JobException {
            return new SignalConfig(
                    values.get(SEED),
                    values.get(WINDOW),
                    values.get(VERSION),
                    values.get(WARMUP),
                    values.get(MISSING),
                    values.get(COLUMN),
                    values.get(DECIMALS).intValue());
        }
    }
}
