package io.mlops.task.config;

import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.RunContext;
import io.mlops.task.finding.Check;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a configuration in YAML or JSON, and the typed configuration that is built from their values.
 *
 * @param <C> the typed configuration
 */
public abstract class YamlSchema<C> implements ConfigSchema {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9+_.-]{1,64}");

    private final boolean rejectsUnknownKeys;
    private final List<Key<?>> keys;

    /** @param rejectsUnknownKeys whether an unknown key is an error; otherwise it is a warning in the run's log */
    protected YamlSchema(boolean rejectsUnknownKeys, List<Key<?>> keys) {
        this.rejectsUnknownKeys = rejectsUnknownKeys;
        this.keys = keys;
    }

    /** Returns the typed configuration; rejects values that are invalid only in combination. */
    protected abstract C read(ConfigReader values) throws JobException;

    /** Returns each key with its value as text; overridden if defaults depend on other values. */
    protected Map<String, String> effective(ConfigReader values, C config) throws JobException {
        return values.effective();
    }

    /** Reads the configuration of a run. Sets the run's version, even if another key is invalid. */
    public final C read(RunContext context) throws JobException {
        ConfigReader reader = reader(YamlDocument.read(context.job().config()));
        String version = version(reader);
        if (version != null) {
            context.version(version);
        }
        C config = validated(reader);
        for (String message : reader.unknownKeys()) {
            context.log().found(Check.UNKNOWN_KEY.finding(1, 0, message));
        }
        return config;
    }

    public final C read(ConfigFile file) throws JobException {
        return validated(reader(YamlDocument.read(file)));
    }

    public final C parse(String config, String configName) throws JobException {
        return validated(reader(YamlDocument.parse(config, configName)));
    }

    @Override
    public final boolean ignoresUnknownKeys() {
        return !rejectsUnknownKeys;
    }

    @Override
    public final List<ConfigKey> keys() {
        return Key.describe(keys);
    }

    @Override
    public final void validate(String config, String configName) throws JobException {
        parse(config, configName);
    }

    @Override
    public final Map<String, String> effective(String config, String configName) throws JobException {
        ConfigReader reader = reader(YamlDocument.parse(config, configName));
        return effective(reader, validated(reader));
    }

    @Override
    public final String override(String config, String configName, Map<String, String> scalars) throws JobException {
        return scalars.isEmpty()
                ? config
                : YamlDocument.parse(config, configName).with(scalars);
    }

    @Override
    public final String typed(String key, String text) {
        ConfigKey declared = null;
        for (ConfigKey one : keys()) {
            declared = one.name().equals(key) ? one : declared;
        }
        boolean isString = declared != null && declared.type().isString();
        boolean isList = declared != null && declared.type().isList();
        String written = YamlDocument.flow(text, isList);
        if (written != null) {
            return written;
        }
        return !isString && PLAIN.matcher(text).matches() ? text : YamlScalars.quoted(text);
    }

    private ConfigReader reader(YamlDocument document) {
        return new ConfigReader(document, keys);
    }

    private C validated(ConfigReader reader) throws JobException {
        if (rejectsUnknownKeys) {
            reader.rejectUnknownKeys();
        }
        return read(reader);
    }

    private static @Nullable String version(ConfigReader reader) {
        try {
            return reader.find(StringKey.VERSION);
        } catch (JobException e) {
            return null;
        }
    }
}
