package io.mlops.task.pipeline;

import static io.mlops.task.config.ChoiceKey.choice;
import static io.mlops.task.config.IntegerKey.integer;

import io.mlops.task.config.ChoiceKey;
import io.mlops.task.config.ConfigReader;
import io.mlops.task.config.IntegerKey;
import io.mlops.task.config.Key;
import io.mlops.task.config.StringKey;
import io.mlops.task.config.YamlSchema;
import io.mlops.task.execution.JobException;
import io.mlops.task.series.DuplicatePolicy;
import io.mlops.task.series.RowOrder;
import io.mlops.task.signal.WarmupPolicy;
import java.util.ArrayList;
import java.util.List;

/** The configuration of the signal job. */
record SignalConfig(
        long seed,
        long window,
        String version,
        WarmupPolicy warmup,
        ReadingKeys.Reading reading,
        RowOrder order,
        DuplicatePolicy duplicates,
        CheckPolicy checks,
        int decimals) {
    private static final IntegerKey SEED = IntegerKey.seed("recorded with the result");
    private static final IntegerKey WINDOW =
            integer("window", "rows in the rolling mean").min(1);
    private static final StringKey VERSION = StringKey.version();
    private static final ChoiceKey<WarmupPolicy> WARMUP =
            choice("warmup", "how to count rows without a mean", WarmupPolicy.values(), WarmupPolicy.ZERO);
    private static final IntegerKey DECIMALS = integer("decimals", "decimal places of the signal rate")
            .range(0, 15)
            .orElse(4);
    private static final ChoiceKey<RowOrder> ORDER = choice(
            "order", "of the rows: as in the file, or the oldest first, in memory", RowOrder.values(), RowOrder.FILE);
    private static final ChoiceKey<DuplicatePolicy> DUPLICATES = choice(
            "duplicates",
            "what to do with rows whose time was there, in their group",
            DuplicatePolicy.values(),
            DuplicatePolicy.KEEP);

    static final YamlSchema<SignalConfig> SCHEMA = new Schema();

    /** Returns the same computation, without checks. */
    SignalConfig withoutChecks() {
        return with(CheckPolicy.OFF);
    }

    /** Returns the same computation with checks that fail nothing. */
    SignalConfig withChecks() {
        return with(CheckPolicy.WARN);
    }

    private SignalConfig with(CheckPolicy policy) {
        return new SignalConfig(seed, window, version, warmup, reading, order, duplicates, policy, decimals);
    }

    private static final class Schema extends YamlSchema<SignalConfig> {
        Schema() {
            super(false, all());
        }

        private static List<Key<?>> all() {
            List<Key<?>> all = new ArrayList<>(List.of(SEED, WINDOW, VERSION, WARMUP));
            all.addAll(ReadingKeys.ALL);
            all.addAll(List.of(ORDER, DUPLICATES, CheckPolicy.KEY, DECIMALS));
            return all;
        }

        @Override
        protected SignalConfig read(ConfigReader values) throws JobException {
            return new SignalConfig(
                    values.get(SEED),
                    values.get(WINDOW),
                    values.get(VERSION),
                    values.get(WARMUP),
                    ReadingKeys.read(values),
                    values.get(ORDER),
                    values.get(DUPLICATES),
                    values.get(CheckPolicy.KEY),
                    values.get(DECIMALS).intValue());
        }
    }
}
