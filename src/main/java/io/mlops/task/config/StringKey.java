package io.mlops.task.config;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A string that is not blank. */
public final class StringKey extends Key<String> {
    /** Every configuration has a version. */
    static final StringKey VERSION = new StringKey("version", "a name for this configuration", null);

    private StringKey(String name, String doc, @Nullable String defaultValue) {
        super(name, doc, defaultValue, null);
    }

    public static StringKey version() {
        return VERSION;
    }

    public static StringKey string(String name, String doc, String defaultValue) {
        return new StringKey(name, doc, defaultValue);
    }

    @Override
    String read(Node node, ConfigReader reader) throws JobException {
        if (node instanceof ScalarNode scalar
                && Tag.STR.equals(node.getTag())
                && !scalar.getValue().isBlank()) {
            return bounded(scalar.getValue(), reader);
        }
        throw reader.invalid(this, node);
    }

    @Override
    String expected() {
        return "a non-empty string";
    }

    @Override
    String expected(Node actual) {
        boolean unquoted =
                actual instanceof ScalarNode && !Tag.NULL.equals(actual.getTag()) && !Tag.STR.equals(actual.getTag());
        return expected() + (unquoted ? " (put it in quotes)" : "");
    }

    @Override
    ConfigKey describe() {
        return describe(ConfigKey.Type.STRING, null, null, List.of());
    }
}
